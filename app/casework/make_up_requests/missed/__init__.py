"""What decides whether somebody makes a session up: their mark, and what they made up before."""
