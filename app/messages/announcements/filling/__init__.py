"""Placeholders: what a text leaves open, and what each person reads there."""
