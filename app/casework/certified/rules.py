"""What was built on marks of attendance, and what stays as it is for that. Pure.

A claim or a certificate rests on the marks that were there when it was made. What was recorded
only afterwards can still be corrected, until the next one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from app.casework.enums import AttendanceStatus
from app.language.reasons import Reason, ReasonKind

CERTIFIED = ReasonKind(
    "attendance.certified",
    "{name}: certificate {numbers:and} rests on this mark, so it stays as it is.",
    "{name}: certificates {numbers:and} rest on this mark, so it stays as it is.",
)
CLAIMED = ReasonKind(
    "attendance.claimed",
    "{name}: a claim of credit rests on this mark, so it stays as it is until the claim is "
    "taken back.",
)
RESTED_ON = ReasonKind(
    "attendance.rested_on",
    "{name}: something that was certified or claimed rests on this mark, so it stays as it is. "
    "Ask the coordinator.",
)
CHANGED_SINCE = ReasonKind(
    "attendance.changed_since",
    "This save cannot be undone: {count} of its marks was changed again since.",
    "This save cannot be undone: {count} of its marks were changed again since.",
)
LEFT_SINCE = ReasonKind(
    "attendance.left_since",
    "This save cannot be undone: {count} person left the cohort since ({names:clauses}).",
    "This save cannot be undone: {count} people left the cohort since ({names:clauses}).",
)
BEGUN_SINCE = ReasonKind(
    "attendance.begun_since",
    "This save cannot be undone: the session of {unit} has begun since. "
    "Single marks can still be changed.",
)

WAITED = timedelta(minutes=1)
"""An act has the moment at which it was asked for, and may have waited for another one since."""


class Built(NamedTuple):
    """A claim or a certificate of one enrollment that holds."""

    at: datetime
    number: str | None = None
    """Of the certificate; a claim has none."""


class BegunSession(NamedTuple):
    """A session of the cohort that took place, or goes on."""

    unit: str
    """As the program calls it: "Week 6"."""
    starts_at: datetime


@dataclass(frozen=True)
class SavedMark:
    """What became of one mark of a save."""

    name: str
    is_current: bool
    """Whether it was not changed again since."""
    is_enrolled: bool
    built: Sequence[Built] = ()


def resting_on(built: Iterable[Built], since: datetime | None) -> list[Built]:
    """What was built on a mark that is as it is since a moment; None: since nobody knows when."""
    return [own for own in built if since is None or own.at >= since - WAITED]


def has_claim(built: Iterable[Built]) -> bool:
    """Whether a claim is among what was built."""
    return any(own.number is None for own in built)


def numbers_of(built: Iterable[Built]) -> tuple[str, ...]:
    """The numbers of the certificates among what was built."""
    return tuple(own.number for own in built if own.number is not None)


def why_not_correct(
    name: str, status: AttendanceStatus, since: datetime | None, built: Iterable[Built]
) -> Reason | None:
    """Why somebody's mark cannot be changed. `since`: when it became what it is.

    What is not recorded supports nothing: it can be recorded at any time.
    """
    if status is AttendanceStatus.NOT_RECORDED:
        return None
    return _why_it_stays(name, resting_on(built, since))


def why_not_undo(
    marks: Sequence[SavedMark], saved_at: datetime, begun: Iterable[BegunSession]
) -> Reason | None:
    """Why a save cannot be undone: something was built on it. `begun`: sessions of the cohort."""
    stays = (_why_it_stays(mark.name, resting_on(mark.built, saved_at)) for mark in marks)
    if reason := next((reason for reason in stays if reason is not None), None):
        return reason
    if changed := sum(not mark.is_current for mark in marks):
        return CHANGED_SINCE(count=changed)
    if left := tuple(mark.name for mark in marks if not mark.is_enrolled):
        return LEFT_SINCE(count=len(left), names=left)
    later = [session for session in begun if session.starts_at > saved_at]
    return BEGUN_SINCE(unit=later[0].unit) if later else None


def in_general(reason: Reason) -> Reason:
    """A reason without what was built on a mark, for who is not to know of it."""
    return RESTED_ON(name=reason.facts["name"]) if reason.kind in (CERTIFIED, CLAIMED) else reason


def _why_it_stays(name: str, built: Sequence[Built]) -> Reason | None:
    if numbers := numbers_of(built):
        return CERTIFIED(name=name, count=len(numbers), numbers=numbers)
    return CLAIMED(name=name) if built else None
