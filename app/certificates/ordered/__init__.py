"""What was ordered in a job, and what became of it."""
