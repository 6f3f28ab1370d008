"""Changing a published activity: whose number it would change, and telling them."""
