"""The policy of a cohort, and another one that follows."""
