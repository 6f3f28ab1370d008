"""What somebody put off: it stays out of their own list of what waits until a day."""
