"""Roles that people are given."""
