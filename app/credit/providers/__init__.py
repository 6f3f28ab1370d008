"""Whose activity a cohort's is: by it a provider's officers stand before the cohort."""
