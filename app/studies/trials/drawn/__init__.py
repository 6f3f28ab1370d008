"""For whom an arm was drawn, and what happened to them since."""
