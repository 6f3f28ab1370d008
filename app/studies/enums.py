"""What a project is before the law."""

from enum import StrEnum


class Determination(StrEnum):
    """What the institutional review board, or whoever decides for it, said of a project."""

    RESEARCH = "research"
    EXEMPT = "exempt"
    """Research that needs no further review."""
    QUALITY = "quality"
    """Quality improvement: no research."""
