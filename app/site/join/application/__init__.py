"""Correcting what one answered when one applied."""
