"""Who applied for a cohort, and deciding on them."""
