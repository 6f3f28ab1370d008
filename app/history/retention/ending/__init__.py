"""Whether the records of a cohort are announced to go, or gone; for selects of cohorts."""
