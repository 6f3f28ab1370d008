"""The application form of a cohort."""
