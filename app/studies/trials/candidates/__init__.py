"""For whom an arm can be drawn."""
