"""Changing what is designated of a published cohort."""
