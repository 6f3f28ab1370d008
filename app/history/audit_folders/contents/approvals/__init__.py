"""Who approved an activity and as what, what one person was given, and what was reported of it."""
