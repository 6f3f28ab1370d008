"""Whether a deletion was announced and waited for, as its lines tell; pure.

Who owns the tables can append lines and rows of a deletion that nobody announced. So it hides no
missing record unless its lines are as far apart as the wait takes, and no line around them shows
that one was dated back or ahead. That takes a month, in which who answers for the records is told,
and anchors sign the history each day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from app.history.retention.deletion.rules import LEAST_DAYS, numbers_in

CLOCKS_DIFFER = timedelta(days=2)
"""How far lines may be out of order, by clocks that were set wrongly."""
_FARTHEST_EAST = timedelta(hours=14)


@dataclass(frozen=True)
class ToldLine:
    """A line of the history that tells of a deletion."""

    id: int
    object_id: str
    at: datetime
    facts: Mapping[str, object]

    def says(self, announcement: str, seal: str) -> bool:
        """Whether it is about this announcement, and seals this row."""
        return (self.facts.get("announcement"), self.facts.get("seal")) == (announcement, seal)


def was_waited_for(announced: ToldLine, done: ToldLine, goes_from: date) -> bool:
    """Whether the day had come, thirty days after the announcement at least.

    By days of UTC, which are one apart from those of the provider's zone at most.
    """
    days = (done.at.date() - announced.at.date()).days
    is_later = announced.id < done.id and days >= LEAST_DAYS - 1
    return is_later and (done.at + _FARTHEST_EAST).date() >= goes_from


def named_lines(ranges: str, before: int) -> frozenset[int]:
    """The numbers of lines before one; none where they are no numbers or reach beyond it."""
    try:
        found = frozenset(islice(numbers_in(ranges), before))
    except ValueError:
        return frozenset()
    return found if max(found, default=0) < before else frozenset()


def ids_of(about: Iterable[str]) -> list[UUID]:
    """What a deletion names as its cohort's; what is no id names nothing."""
    found = []
    for text in about:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def are_all_there(acts: Mapping[str, int], found: Iterable[str]) -> bool:
    """Whether lines are as many of each act as the deletion says. `found`: the act of each."""
    return Counter(found) == acts
