"""Deleting what was announced of a cohort: one transaction, by who owns the tables."""
