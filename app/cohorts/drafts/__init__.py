"""Cohorts that are prepared, and seen by nobody but their coordinators until they are published."""
