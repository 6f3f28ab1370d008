"""Whose calendars mail has to bring up to date."""
