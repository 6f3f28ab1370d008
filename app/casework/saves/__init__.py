"""Saves of marks: what is wanted meets what is stored."""
