"""Mentees whom learners name: they agree alone, and what they say to that nobody sees."""
