"""What can change in the schedule of a published cohort, and what moves along. Pure.

What has opened never closes: a unit's opening follows its session only while it is still to come.
What has begun stays as it was: attendance can be recorded from then on, and rests on it. Who checks
in does so a little earlier, so from then on a session is not moved any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from app.cohorts.rules import check_in_opens, has_ended, opening, to_utc
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.packs.schema import Opening

MOVED, CANCELED = "session.moved", "session.canceled"
RESTORED, ADDED = "session.restored", "session.added"
NOT_HELD, HELD = "session.not-held", "session.held"
"""What can happen to when a session is, as the history names it."""

DRAFT = reason("schedule.draft", "This cohort is a draft. Its dates are set up in four pages.")
CHANGED = reason(
    "schedule.changed", "This session has changed since you opened the page. Look again."
)
BEGUN = reason("schedule.begun", "This session has begun. Its time stays as it is.")
BEGINS = reason(
    "schedule.begins",
    "This session begins within ten minutes, and people check in to it already. Its time stays "
    "as it is; you can still cancel it.",
)
OVER = reason("schedule.over", "This session is over.")
IS_CANCELED = reason("schedule.is_canceled", "This session is canceled. Take that back first.")
NOT_CANCELED = reason("schedule.not_canceled", "This session is not canceled.")
TOO_LATE_TO_RESTORE = reason(
    "schedule.too_late_to_restore",
    "A cancellation can be taken back until the session would have begun.",
)
NOT_BEGUN = reason(
    "schedule.not_begun",
    "This session has not begun. If it will not take place, cancel it instead.",
)
COUNTS_NOT_HELD = reason("schedule.counts_not_held", "This session already counts as not held.")
NOT_CALLED_NOT_HELD = reason("schedule.not_called_not_held", "This session counts as held.")
NOT_TO_COME = reason("schedule.not_to_come", "Choose a time in the future.")
SAME_TIME = reason("schedule.same_time", "The session is already at this time.")
SAME_LINK = reason("schedule.same_link", "This is already the link.")
AFTER_CLOSING = ReasonKind(
    "schedule.after_closing",
    "The cohort closes {closes:moment}, before the session ends. Close it later first.",
)
AT_SAME_TIME = ReasonKind(
    "schedule.at_same_time",
    "{units:and} is at that time, too.",
    "{units:and} are at that time, too.",
)
OUT_OF_ORDER = ReasonKind(
    "schedule.out_of_order",
    "The order of the units would change: {units:and} would be on the other side of it.",
)


@dataclass(frozen=True)
class WallTime:
    """When a session is, on the wall clock of its cohort."""

    day: date
    at: time
    minutes: int

    def starts(self, zone: str) -> datetime:
        """The moment at which it begins."""
        return to_utc(self.day, self.at, zone)

    @property
    def facts(self) -> dict[str, str | int]:
        """For the history."""
        return {"day": self.day.isoformat(), "at": f"{self.at:%H:%M}", "minutes": self.minutes}


class Gap(NamedTuple):
    """A time during which a session was not on the schedule: not added yet, or canceled."""

    since: datetime | None
    """None: it was not there from the beginning."""
    until: datetime | None
    """None: it is canceled still."""

    def covers(self, at: datetime) -> bool:
        """Whether it was so at a moment."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


def gaps(acts: Iterable[tuple[str, datetime]], canceled_at: datetime | None) -> tuple[Gap, ...]:
    """When a session was not on the schedule, by what happened to it, in order.

    `canceled_at`: since when it is canceled, which holds also where no act is kept.
    """
    found: list[Gap] = []
    since: datetime | None = None
    for act, at in acts:
        if act == ADDED:
            found.append(Gap(None, at))
        elif act == CANCELED:
            since = at
        elif act == RESTORED and since is not None:
            found.append(Gap(since, at))
            since = None
    return (*found, *([Gap(canceled_at, None)] if canceled_at is not None else []))


class Planned(NamedTuple):
    """A session as it stands."""

    starts_at: datetime
    minutes: int
    canceled: bool
    not_held: bool = False
    """It was to take place and did not; it is canceled, too."""


class Neighbor(NamedTuple):
    """Another session of the cohort, as the program calls its unit."""

    position: int
    label: str
    starts_at: datetime
    minutes: int


def why_not_move(session: Planned, now: datetime) -> Reason | None:
    """Why a session cannot be moved to any time: who checked in to it would not be there then."""
    why_not = why_not_cancel(session, now)
    begins = check_in_opens(session.starts_at) <= now
    return why_not or (BEGINS if begins else None)


def why_not_at(wish: WallTime, zone: str, *, closes_at: datetime, now: datetime) -> Reason | None:
    """Why no session can be then. `closes_at`: when the cohort does."""
    starts = wish.starts(zone)
    if starts <= now:
        return NOT_TO_COME
    if closes_at < starts + timedelta(minutes=wish.minutes):
        return AFTER_CLOSING(closes=local(closes_at, zone))
    return None


def last_end(sessions: Iterable[Planned]) -> datetime | None:
    """When the last session that takes place is over; None where none does."""
    held = [session for session in sessions if not session.canceled]
    return max((own.starts_at + timedelta(minutes=own.minutes) for own in held), default=None)


def why_not_cancel(session: Planned, now: datetime) -> Reason | None:
    """Why a session cannot be canceled."""
    if session.canceled:
        return IS_CANCELED
    return BEGUN if session.starts_at <= now else None


def why_not_restore(session: Planned, now: datetime) -> Reason | None:
    """Why a cancellation cannot be taken back."""
    if not session.canceled:
        return NOT_CANCELED
    return TOO_LATE_TO_RESTORE if session.starts_at <= now else None


def why_not_call_not_held(session: Planned, now: datetime) -> Reason | None:
    """Why nobody can say that a session was not held."""
    if session.canceled:
        return COUNTS_NOT_HELD if session.not_held else IS_CANCELED
    return NOT_BEGUN if now < session.starts_at else None


def why_not_call_held(session: Planned) -> Reason | None:
    """Why nobody can say that a session was held after all."""
    return None if session.not_held else NOT_CALLED_NOT_HELD


def why_not_lead(session: Planned, now: datetime) -> Reason | None:
    """Why who leads a session, and how people join it, cannot be changed.

    It can be while it lasts: that is when a link turns out to be dead and somebody steps in.
    """
    if session.canceled:
        return IS_CANCELED
    return OVER if has_ended(session.starts_at, session.minutes, now) else None


def opening_by(rule: Opening, day: date, zone: str) -> datetime:
    """When the program's rule opens a unit whose session is on a day."""
    return opening(
        day, zone, weekday=rule.weekday, wall=rule.local_time, weeks_before=rule.weeks_before
    )


def moved_opening(opens_at: datetime, by_rule: datetime, now: datetime) -> datetime:
    """When a unit opens after its session was moved.

    What is open stays as it is. What the rule would have opened before now opens now: it was not
    open then, and the history does not say so.
    """
    return opens_at if opens_at <= now else max(by_rule, now)


def to_look_at(position: int, wish: Planned, others: Collection[Neighbor]) -> Iterator[Reason]:
    """What of the other sessions somebody should see before a session is put at a time."""
    ends = wish.starts_at + timedelta(minutes=wish.minutes)
    same = [
        other
        for other in others
        if other.starts_at < ends
        and wish.starts_at < other.starts_at + timedelta(minutes=other.minutes)
    ]
    if same:
        yield AT_SAME_TIME(count=len(same), units=_labels(same))
    crossed = [
        other
        for other in others
        if other not in same and (other.starts_at < wish.starts_at) != (other.position < position)
    ]
    if crossed:
        yield OUT_OF_ORDER(units=_labels(crossed))


def _labels(others: Sequence[Neighbor]) -> tuple[str, ...]:
    return tuple(other.label for other in others)
