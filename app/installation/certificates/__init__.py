"""Whether certificates are stored as they were issued."""
