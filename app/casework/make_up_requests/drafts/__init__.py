"""What learners are writing to make a session up and have not submitted."""
