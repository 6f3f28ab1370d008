"""Packs of content as files: read, checked, written. Knows no database."""
