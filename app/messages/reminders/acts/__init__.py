"""When somebody last did something in a cohort."""
