"""What somebody could be reminded of, and from when until when."""
