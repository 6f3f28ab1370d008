"""Days on which many institutions are closed."""
