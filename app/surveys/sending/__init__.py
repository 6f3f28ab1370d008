"""Keeping what somebody answers, and sending it."""
