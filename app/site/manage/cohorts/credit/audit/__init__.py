"""Audit folders of a cohort."""
