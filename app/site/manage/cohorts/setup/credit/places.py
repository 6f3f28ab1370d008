"""In which order signatories stand, as each was given a place."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Placed(NamedTuple):
    """A signatory as they stood on the page, with the place that was chosen for them."""

    was: int
    wanted: int
    signatory: Mapping[str, str]


def in_order(placed: Sequence[Placed]) -> list[Placed]:
    """As their places were chosen: who was moved up comes before who stood there, down after."""
    return sorted(placed, key=lambda own: (own.wanted, _moved(own), own.was))


def _moved(own: Placed) -> int:
    return (own.wanted > own.was) - (own.wanted < own.was)
