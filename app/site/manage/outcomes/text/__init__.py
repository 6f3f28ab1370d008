"""What a study tells the people it asks."""
