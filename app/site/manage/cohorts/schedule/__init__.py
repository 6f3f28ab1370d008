"""The schedule of a published cohort."""
