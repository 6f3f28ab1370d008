"""Dropping in to a session of a series: the code that is shown there lets in who was nobody yet."""
