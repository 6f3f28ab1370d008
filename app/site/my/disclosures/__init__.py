"""What one discloses of one's own financial relationships."""
