"""Putting a cohort that has closed away, and taking that back."""
