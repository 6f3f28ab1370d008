"""Announcing that what is due of a cohort will be deleted, calling it off, and what was deleted."""
