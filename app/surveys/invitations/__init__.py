"""Who is asked: for whoever answers, and for where they come back to it."""
