"""What waits until everybody who controls it is cleared."""
