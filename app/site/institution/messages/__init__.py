"""What a lead writes to people of their own institution."""
