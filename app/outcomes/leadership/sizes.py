"""Words for how large an effect is. Pure."""

from enum import StrEnum


class Size(StrEnum):
    """How large an effect is, in Cohen's words."""

    NONE = "none"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


def size_of(effect: float) -> Size:
    """The word for a standardized effect, whatever its sign: 0.2 small, 0.5 medium, 0.8 large.

    Cohen meant them for where nothing better is known (1988, pages 25 and 532); they say nothing
    about whether an effect matters, so they never stand without its number.
    """
    value = abs(effect)
    if value < 0.2:
        return Size.NONE
    if value < 0.5:
        return Size.SMALL
    return Size.MEDIUM if value < 0.8 else Size.LARGE
