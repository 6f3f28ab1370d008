"""Badges, compared with the lines that tell of them."""
