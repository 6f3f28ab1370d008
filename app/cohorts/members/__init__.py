"""The people of a cohort, as they may know of each other."""
