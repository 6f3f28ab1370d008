"""The public page of a cohort, and the steps into it."""
