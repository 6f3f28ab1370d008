"""What happened in a cohort."""
