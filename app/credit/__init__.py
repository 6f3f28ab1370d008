"""Completion policy, credit arithmetic, claims."""
