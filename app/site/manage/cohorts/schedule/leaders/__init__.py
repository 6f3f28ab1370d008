"""Who leads a session."""
