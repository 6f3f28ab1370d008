"""The groups of a session to talk in."""
