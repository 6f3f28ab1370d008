"""What was built on marks, and which of them stay as they are for it."""
