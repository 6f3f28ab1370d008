"""What somebody has earned of what an activity is designated for: the most they may claim."""
