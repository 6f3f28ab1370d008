"""What somebody learns who looks at a study's page again and again, and computes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

FEW = range(1, 5)


class Between(NamedTuple):
    """What is known of a number of people: it is one of these."""

    low: int
    high: int


def arrivals(looks: Sequence[Between]) -> list[set[int]]:
    """Between each look and the next, how many may have come, if nobody ever goes.

    By trying every history of whole people that fits all looks together.
    """
    forth: list[set[int]] = [set(range(looks[0].low, looks[0].high + 1))]
    for look in looks[1:]:
        own = range(look.low, look.high + 1)
        forth.append({count for count in own if count >= min(forth[-1])})
    back = [forth[-1]]
    for counts in reversed(forth[:-1]):
        back.insert(0, {count for count in counts if count <= max(back[0])})
    return [
        {later - count for count in before for later in after if later >= count}
        for before, after in pairwise(back)
    ]


def single_out(looks: Sequence[Between]) -> list[int]:
    """Every number of one to four people who must have come between two looks."""
    return [min(found) for found in arrivals(looks) if len(found) == 1 and found & {*FEW}]
