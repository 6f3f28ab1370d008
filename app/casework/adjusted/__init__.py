"""Marks that were changed after others had relied on them."""
