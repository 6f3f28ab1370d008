"""Cohorts whose records were announced to go."""
