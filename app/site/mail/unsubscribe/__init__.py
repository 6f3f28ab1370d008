"""Turning off a stream of mail with the link of a letter, without signing in."""
