"""Archiving a cohort, and taking that back."""
