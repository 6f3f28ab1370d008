"""Which sessions came into somebody's calendar by mail, and whose calendars are behind."""
