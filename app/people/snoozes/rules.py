"""Until when something can be put off, and what brings it back before; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Self
from zoneinfo import ZoneInfo

from app.language.moments import local
from app.language.reasons import Reason, reason

LONGEST = timedelta(days=92)
NOT_AHEAD = reason("snooze.not_ahead", "Choose a day after today.")
TOO_FAR = reason("snooze.too_far", "Choose a day within the next three months.")


def why_not_put_off(day: date, zone: str, now: datetime) -> Reason | None:
    """Why something cannot be put off until a day on the clocks of a zone."""
    today = local(now, zone).date()
    if day <= today:
        return NOT_AHEAD
    return TOO_FAR if day > today + LONGEST else None


def begins(day: date, zone: str) -> datetime:
    """When a day begins in a zone, in UTC: what was put off until then is there in the morning."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def usual_days(zone: str, now: datetime) -> tuple[date, date, date]:
    """Tomorrow, the next Monday after it, and the Monday after that."""
    today = local(now, zone).date()
    tomorrow = today + timedelta(days=1)
    monday = tomorrow + timedelta(days=(7 - tomorrow.weekday()) or 7)
    return tomorrow, monday, monday + timedelta(weeks=1)


TOLD_APART = 100
"""More things than these have one mark together: whether they are the same, not which are new."""
THINGS = rf"\d{{1,9}}( [0-9a-f]{{8}}){{0,{TOLD_APART}}}"
"""How things are written down, as a pattern."""


@dataclass(frozen=True)
class Things:
    """What is in something that waits: how many things, and which, as far as they are told apart.

    What was put off is there again as soon as something is in it that was not seen then; of very
    many as soon as they are others, be it fewer, since something new may be among them.
    """

    count: int = 1
    marks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ids: Iterable[object]) -> Self:
        """Things that have ids, or facts that make one another."""
        names = {str(id_) for id_ in ids}
        told_apart = names if len(names) <= TOLD_APART else [" ".join(sorted(names))]
        marks = (sha256(name.encode()).hexdigest()[:8] for name in told_apart)
        return cls(len(names), frozenset(marks))

    @classmethod
    def read(cls, written: str) -> Self:
        """What was written down, which fits `THINGS`."""
        count, *marks = written.split(" ")
        return cls(int(count), frozenset(marks))

    def __str__(self) -> str:
        return " ".join([str(self.count), *sorted(self.marks)])

    def has_more_than(self, seen: Self) -> bool:
        """Whether something is in it that was not seen: one more, or another one."""
        told_apart = bool(self.marks and seen.marks)
        return self.count > seen.count or (told_apart and not self.marks <= seen.marks)


def seen_of(subject: str) -> str:
    """The subject under which it is kept that somebody has seen what waited under another one."""
    return f"seen:{subject}"


@dataclass(frozen=True)
class PutOff:
    """Until when something was put off, and what was in it then."""

    until: datetime
    seen: Things | None = None
    """None: put off before that was written down."""

    def hides(self, things: Things) -> bool:
        """Whether it stays out of sight with what is in it now."""
        return self.seen is None or not things.has_more_than(self.seen)
