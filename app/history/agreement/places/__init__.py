"""What happened to places, and names that somebody stands for."""
