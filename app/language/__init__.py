"""Moments, counts and lists in words."""
