"""Coming in by the code that is shown in a session."""
