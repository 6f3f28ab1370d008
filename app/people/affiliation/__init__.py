"""Where people belong and what they are."""
