"""Whom a study asked what, or could have, and what is here of it."""
