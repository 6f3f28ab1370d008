"""What is signed of the history from time to time, and kept where the database is not."""
