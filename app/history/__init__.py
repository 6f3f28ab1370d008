"""What happened in a cohort, read from the trail of acts."""
