"""Of which format an activity is, and until when something can be done in it."""
