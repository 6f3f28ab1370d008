"""What a file of people does to a cohort, and undoing all of it."""
