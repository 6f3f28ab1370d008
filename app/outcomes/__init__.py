"""What the program changes: surveys over time, trials, and what leaders read of them."""
