"""Who has finished a cohort or claimed, and is still to get something."""
