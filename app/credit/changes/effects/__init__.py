"""Whose number another version of an activity changes."""
