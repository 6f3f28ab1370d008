"""Whose standing changes by another schedule or another policy."""
