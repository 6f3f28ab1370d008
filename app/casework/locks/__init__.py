"""Taking turns at a session."""
