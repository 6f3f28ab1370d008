"""Whom a project could ask."""
