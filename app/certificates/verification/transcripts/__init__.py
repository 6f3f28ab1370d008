"""Knowing a transcript again by its file."""
