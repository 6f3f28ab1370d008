"""Institutions from a table: what is in it, and what would become of each line."""
