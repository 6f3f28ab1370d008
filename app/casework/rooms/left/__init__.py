"""What is left to do after a session."""
