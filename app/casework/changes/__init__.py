"""What changed about marks."""
