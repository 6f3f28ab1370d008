"""What changed about the marks of one person."""
