"""Answering a survey with the link of a letter, without signing in."""
