"""The ladder of `mixed.py`, for those who only say what came out of it."""

from enum import StrEnum


class FittedBy(StrEnum):
    """The step of the ladder that gave the result."""

    REML = "reml"
    ML = "ml"
    GEE = "gee"
