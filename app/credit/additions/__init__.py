"""What is said beside physicians’ credit, and how much of it."""
