"""One person who controls content: what they disclosed, its review, and their place on the list."""
