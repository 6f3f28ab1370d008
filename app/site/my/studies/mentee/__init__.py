"""Naming a mentee for a study."""
