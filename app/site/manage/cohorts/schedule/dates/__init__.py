"""Until when people get in, work, and claim."""
