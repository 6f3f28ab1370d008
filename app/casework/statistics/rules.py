"""How many came to the sessions of a cohort or a series, and who. Pure.

- Whoever was there counts as attending: present, late or in part. A make-up is no attendance.
- Expected are those who were in the cohort when the session began, and whoever came all the same.
- Whoever left later still was there: nothing of what has been is counted away.
- A session of which nobody has a mark is not recorded, and is left out of mean and range; one that
  was canceled or not held is none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import WAS_THERE
from app.cohorts.arms.rules import Bar, why_no_session


class Period(NamedTuple):
    """For how long somebody was in a cohort. `until`: None: they still are."""

    since: datetime
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        """Whether they were in at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


class Came(NamedTuple):
    """How somebody was marked at a session, and how many minutes they were there, where known."""

    status: Status
    minutes: int | None = None


_NO_MARK = Came(Status.NOT_RECORDED)


@dataclass(frozen=True)
class Participant:
    """Somebody who is or was in a cohort, as they were when they were enrolled."""

    institution: str
    rank: str
    periods: Sequence[Period]
    marks: Mapping[int, Came]
    """By the position of the session's unit."""
    bar: Bar | None = None
    """What keeps them from sessions: they are expected at none of those."""

    def came(self, position: int) -> Came:
        """How they were at a session."""
        return self.marks.get(position, _NO_MARK)

    def attended(self, position: int) -> bool:
        """Whether they were at a session."""
        return self.came(position).status in WAS_THERE

    def is_expected(self, held: "HeldSession") -> bool:
        """Whether they were in the cohort when a session began, or came all the same."""
        if why_no_session(self.bar, held.starts_at):
            return False
        was_in = any(period.covers(held.starts_at) for period in self.periods)
        return was_in or self.attended(held.position)


class HeldSession(NamedTuple):
    """A session that took place and is over."""

    position: int
    starts_at: datetime


@dataclass(frozen=True)
class SessionNumbers:
    """One session in numbers."""

    held: HeldSession
    expected: int
    attended: int
    excused: int
    unrecorded: int
    """Of those expected, how many have no mark yet."""
    mean_minutes: Decimal | None
    """Of those who were there and whose minutes are known; None: they are of nobody."""

    @property
    def is_recorded(self) -> bool:
        """Whether anybody of those expected has a mark."""
        return self.unrecorded < self.expected


@dataclass(frozen=True)
class GroupNumbers:
    """The people of one institution or rank, or all of them."""

    name: str
    """Empty: they said none."""
    people: int
    """Expected at a recorded session at least."""
    unique: int
    """At one session at least."""
    attendances: int
    mean: Decimal
    """Of them at a session, on average."""


@dataclass(frozen=True)
class SeriesNumbers:
    """All sessions of a cohort in numbers."""

    sessions: Sequence[SessionNumbers]
    recorded: int
    """How many of them are."""
    everybody: GroupNumbers
    lowest: int
    highest: int
    """How many came to the session with the fewest, and with the most."""
    by_institution: Sequence[GroupNumbers]
    by_rank: Sequence[GroupNumbers]


def series(people: Sequence[Participant], sessions: Iterable[HeldSession]) -> SeriesNumbers:
    """Count them. `sessions`: all that were held, in order."""
    counted = [_session(people, held) for held in sessions]
    recorded = [own.held for own in counted if own.is_recorded]
    came = [own.attended for own in counted if own.is_recorded]
    return SeriesNumbers(
        sessions=counted,
        recorded=len(recorded),
        everybody=_group("", people, recorded),
        lowest=min(came, default=0),
        highest=max(came, default=0),
        by_institution=_groups(people, recorded, lambda own: own.institution),
        by_rank=_groups(people, recorded, lambda own: own.rank),
    )


def _session(people: Iterable[Participant], held: HeldSession) -> SessionNumbers:
    expected = [own.came(held.position) for own in people if own.is_expected(held)]
    statuses = Counter(came.status for came in expected)
    there = [came for came in expected if came.status in WAS_THERE]
    minutes = [came.minutes for came in there if came.minutes is not None]
    return SessionNumbers(
        held=held,
        expected=len(expected),
        attended=len(there),
        excused=statuses[Status.EXCUSED],
        unrecorded=statuses[Status.NOT_RECORDED],
        mean_minutes=to_one_place(sum(minutes), len(minutes)) if minutes else None,
    )


def _groups(
    people: Iterable[Participant],
    recorded: Sequence[HeldSession],
    name_of: Callable[[Participant], str],
) -> list[GroupNumbers]:
    """Those with the most attendances first, and at last those who said none."""
    members: defaultdict[str, list[Participant]] = defaultdict(list)
    for own in people:
        members[name_of(own)].append(own)
    groups = [_group(name, own, recorded) for name, own in members.items()]
    known = [group for group in groups if group.people]
    return sorted(known, key=lambda group: (not group.name, -group.attendances, group.name))


def _group(
    name: str, people: Sequence[Participant], recorded: Sequence[HeldSession]
) -> GroupNumbers:
    came = [sum(own.attended(held.position) for held in recorded) for own in people]
    return GroupNumbers(
        name=name,
        people=sum(any(own.is_expected(held) for held in recorded) for own in people),
        unique=sum(number > 0 for number in came),
        attendances=sum(came),
        mean=to_one_place(sum(came), len(recorded)),
    )


def to_one_place(total: int, count: int) -> Decimal:
    """A mean with one decimal, half of one rounded up; of nothing it is zero."""
    if not count:
        return Decimal("0.0")
    tenths = Fraction(total * 10, count)
    whole = Decimal(int(tenths + Fraction(1, 2)))
    return (whole / 10).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def percent_of(part: int, whole: int) -> int | None:
    """A share in whole percent, half of one rounded up; None of nothing."""
    return None if not whole else int(Fraction(part * 100, whole) + Fraction(1, 2))
