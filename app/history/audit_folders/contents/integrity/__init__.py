"""Who controlled the content of an activity, what they disclosed, and what learners were told."""
