"""A message becomes letters."""
