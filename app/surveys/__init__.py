"""Surveys: an instrument put to people for a time, and what they answered."""
