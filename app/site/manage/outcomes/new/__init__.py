"""Making a study."""
