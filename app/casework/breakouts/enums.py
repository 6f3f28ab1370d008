"""Who is put into groups, and what is wished of two people."""

from enum import StrEnum


class Among(StrEnum):
    """Who is put into groups."""

    ENROLLED = "enrolled"
    """Everybody who is in the cohort."""
    THERE = "there"
    """Whoever is marked as present, late or partial."""


class Wish(StrEnum):
    """What is wished of two people."""

    APART = "apart"
    TOGETHER = "together"
