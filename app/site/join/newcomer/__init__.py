"""Saying who one is, to join a cohort."""
