"""Records that went with their cohort, and the lines that tell of that."""
