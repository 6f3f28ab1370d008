"""The seats of a cohort."""
