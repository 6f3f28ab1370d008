"""The days of a cohort that is set up."""
