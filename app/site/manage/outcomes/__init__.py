"""What programs achieve."""
