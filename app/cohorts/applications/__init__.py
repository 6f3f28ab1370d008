"""The form of whoever applies for a seat, and what they answered."""
