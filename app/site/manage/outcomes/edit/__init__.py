"""Changing a study."""
