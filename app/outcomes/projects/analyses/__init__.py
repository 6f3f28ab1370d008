"""Analyses of projects that were made: rows that stay as they were shown."""
