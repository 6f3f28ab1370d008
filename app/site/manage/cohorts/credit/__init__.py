"""What an activity gives in credit, and what its provider needs to know of it."""
