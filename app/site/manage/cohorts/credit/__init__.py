"""The activity of a cohort: what is approved, what waits, its proof, what was claimed."""
