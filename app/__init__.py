"""Waypost: cohort-based mentor training for academic medicine."""
