"""The room of a session: its hours, what is starred and noted, and what is left to do."""
