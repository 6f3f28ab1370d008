"""What was done in each unit, before anything is judged."""
