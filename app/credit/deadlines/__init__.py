"""Until when people get into a published cohort, work in it, and claim credit."""
