"""The professions of a cohort that wait to be verified."""
