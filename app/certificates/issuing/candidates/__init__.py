"""Who of a cohort could get which certificate."""
