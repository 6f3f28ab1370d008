"""Letting leaders read what somebody wrote, and taking that back."""
