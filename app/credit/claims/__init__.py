"""What was claimed, and taken back."""
