"""Reminders of a wave, and the end of what is kept of mentees."""
