"""Backups: one file each, read back before it gets its name; and putting one in place again."""
