"""Undoing a file of people."""
