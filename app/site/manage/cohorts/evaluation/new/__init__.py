"""Asking the people of a cohort something else."""
