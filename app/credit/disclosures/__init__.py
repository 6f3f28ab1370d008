"""Who controls an activity's content, what they disclosed, and how that was reviewed."""
