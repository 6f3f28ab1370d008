"""What a study will ask of one of its people, and when."""
