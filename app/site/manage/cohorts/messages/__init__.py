"""What a coordinator writes to the people of a cohort."""
