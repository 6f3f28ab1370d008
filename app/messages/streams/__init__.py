"""What kinds of mail somebody can do without, and the hours in which they want none."""
