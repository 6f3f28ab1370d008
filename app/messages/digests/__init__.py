"""The daily letter about what is new in the threads of a cohort."""
