"""Moving a session."""
