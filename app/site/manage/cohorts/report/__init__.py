"""One cohort in numbers."""
