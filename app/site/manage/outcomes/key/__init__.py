"""Whose the pseudonyms of a study are."""
