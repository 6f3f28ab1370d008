"""Announcing that the records of a cohort go, and calling that off."""
