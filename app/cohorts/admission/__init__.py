"""Getting into a cohort: asking, being invited, waiting, a seat offered and answered."""
