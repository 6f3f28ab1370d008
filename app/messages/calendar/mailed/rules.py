"""What a mail has to tell a calendar: the difference of what it was told and what it is to show.

What mail calendars hold is seen by nobody but their owner. Known is what was handed to the mail
server, in which order, and whether that is known to have left. A mail is composed from the
difference in the moment in which it leaves, so what happened since it was posted needs no rule of
its own. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.messages.calendar.rules import CANCELED, CARRIERS, INVITATION, LEFT, CalendarSession


@dataclass(frozen=True)
class Entry:
    """What mail told somebody's calendar last of one session."""

    number: int
    """SEQUENCE, as it was told."""
    sequence: int
    """The number of the session of which it was told."""
    shown: bool
    """Whether the calendar shows the session by that mail; else it was taken out."""
    sure: bool
    """Whether the mail is known to have left: else the calendar may have what was there before."""
    forgotten: bool = False
    """Whether they asked for invitations anew since: what they did meanwhile is not known."""

    @property
    def extra(self) -> int:
        """How much higher this person's numbers are than the session's."""
        return self.number - self.sequence


@dataclass(frozen=True)
class Wanted:
    """What somebody's calendar is to have of one session."""

    sequence: int
    shown: bool


def wanted_of(held: CalendarSession) -> Wanted:
    """A session is to be in the calendars of those who take part, unless it is canceled."""
    return Wanted(held.sequence, shown=held.theirs and not held.canceled)


def to_tell(told: Entry | None, wanted: Wanted, *, asked: bool = False) -> Entry | None:
    """What mail has to tell a calendar now, under which number; None where nothing is missing.

    A mail that may have arrived is told again under its number, since it is the same; everything
    else has a higher one. `asked`: somebody wants it told once more, whatever is known.
    """
    if told is None:
        first = Entry(wanted.sequence, wanted.sequence, shown=True, sure=False)
        return first if wanted.shown else None
    if told.sure and not asked and _is_as(told, wanted):
        return None
    new = Entry(told.number, wanted.sequence, wanted.shown, sure=False)
    is_repeated = new == replace(told, forgotten=False) and not (asked or told.forgotten)
    number = max(told.number + 1, wanted.sequence + told.extra)
    return new if is_repeated else replace(new, number=number)


def _is_as(told: Entry, wanted: Wanted) -> bool:
    if not wanted.shown:
        return not told.shown
    return told.shown and told.sequence == wanted.sequence and not told.forgotten


def carries(kind: str, held: CalendarSession) -> bool:
    """Whether the words of a letter suit what a calendar is to have of its session."""
    wanted = wanted_of(held)
    if kind == LEFT:
        return not wanted.shown
    if kind == INVITATION:
        return wanted.shown
    return kind in CARRIERS and (held.theirs or (kind == CANCELED and held.canceled))


def is_superseded(kind: str, facts: Mapping[str, Any], held: CalendarSession) -> bool:
    """Whether what a letter about a change says of its session is not so any more."""
    if kind not in CARRIERS or kind == INVITATION:  # that one is told anew by what holds
        return False
    starts = facts.get("after") or facts.get("starts")
    return (kind == CANCELED) is not held.canceled or starts != held.starts_at.isoformat()
