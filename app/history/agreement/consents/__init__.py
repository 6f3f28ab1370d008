"""Answers about studies, beside their lines."""
