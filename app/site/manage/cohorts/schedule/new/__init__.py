"""Adding a session."""
