"""What became of a proposal."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a proposal ended."""

    APPROVED = "approved"
    RETURNED = "returned"
    """By an officer, with a word."""
    WITHDRAWN = "withdrawn"
    """By a coordinator: taken back, or another one took its place."""
