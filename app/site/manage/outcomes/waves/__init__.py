"""The waves of a study."""
