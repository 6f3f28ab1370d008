"""Deciding on applications, of one person or of several at once."""
