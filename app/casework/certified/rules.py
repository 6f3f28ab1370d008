"""What others rely on of marks of attendance: a claim, a certificate, a later session. Pure.

A claim or a certificate rests on the marks that stood when it was made, whatever became of them
since. What was first recorded afterwards can be changed freely, until the next one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.language.reasons import Reason, ReasonKind, reason

CERTIFIED = ReasonKind(
    "attendance.certified",
    "{name}: certificate {numbers:and} rests on this mark.",
    "{name}: certificates {numbers:and} rest on this mark.",
)
CLAIMED = ReasonKind("attendance.claimed", "{name}: a claim of credit rests on this mark.")
RESTED_ON = ReasonKind(
    "attendance.rested_on",
    "{name}: something that was certified or claimed rests on this mark.",
)
NOT_LOOKED_AT = reason(
    "attendance.not_looked_at",
    "Others rely on a mark that would change. See who is touched, and say why.",
)
CHANGED_MEANWHILE = reason(
    "attendance.changed_meanwhile",
    "What rests on these marks has changed since you looked. Look again. Nothing was saved.",
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
BUILT_SINCE = ReasonKind(
    "attendance.built_since",
    "This save cannot be undone. {why} Change the mark itself and say why.",
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

    id: UUID
    unit: str
    """As the program calls it: "Week 6"."""
    starts_at: datetime


class Stood(NamedTuple):
    """From when to when something was recorded of somebody at a session, be it changed between."""

    since: datetime | None
    """None: nobody knows."""
    until: datetime | None = None
    """None: it still is."""

    def carries(self, built: Built) -> bool:
        """Whether what was built then rests on it."""
        began = self.since is None or built.at >= self.since - WAITED
        return began and (self.until is None or built.at < self.until)


class Recorded(NamedTuple):
    """One change of a mark: when, and whether there was one before and after it."""

    at: datetime
    before: bool
    after: bool


@dataclass(frozen=True)
class Relied:
    """What others rely on of a mark that is to be changed."""

    built: tuple[Built, ...] = ()
    later: str = ""
    """The unit of the first other session that has begun since the mark is what it is."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Of the certificates that rest on it."""
        return numbers_of(self.built)


@dataclass(frozen=True)
class SavedMark:
    """What became of one mark of a save."""

    name: str
    is_current: bool
    """Whether it was not changed again since."""
    is_enrolled: bool
    built: Sequence[Built] = ()
    """What rests on it."""


def periods(changes: Iterable[Recorded], *, recorded_now: bool) -> list[Stood]:
    """When something was recorded, by the changes of a mark in order.

    `recorded_now`: of a mark of which no change is kept.
    """
    found: list[Stood] = []
    since: datetime | None = None
    open_, known = False, False
    for change in changes:
        if not known and change.before:
            open_ = True
        known = True
        if change.after and not open_:
            open_, since = True, change.at
        elif open_ and not change.after:
            found.append(Stood(since, change.at))
            open_, since = False, None
    return [*found, Stood(since)] if open_ or (not known and recorded_now) else found


def resting_on(built: Iterable[Built], stood: Iterable[Stood]) -> tuple[Built, ...]:
    """What of all that somebody claimed or was certified for rests on one of their marks."""
    known = list(stood)
    return tuple(own for own in built if any(period.carries(own) for period in known))


def resting(
    built: Mapping[UUID, Sequence[Built]], stood: Mapping[UUID, Sequence[Stood]]
) -> dict[UUID, tuple[Built, ...]]:
    """The same of many people, by enrollment; nothing of those on whose mark nothing rests."""
    found = {key: resting_on(own, stood.get(key, ())) for key, own in built.items()}
    return {key: own for key, own in found.items() if own}


def relied_on(
    case_session_id: UUID,
    status: AttendanceStatus,
    since: datetime | None,
    built: Sequence[Built],
    begun: Iterable[BegunSession],
    *,
    adds: bool = False,
) -> Relied | None:
    """What others rely on of a mark at a session that would change; None: it changes freely.

    `since`: when it became what it is; `adds`: whether a make-up is put beside it, which changes
    nothing that a later session was held by; `begun`: sessions of the cohort. No mark is relied on
    by its own session, before which people check in.
    """
    recorded = status is not AttendanceStatus.NOT_RECORDED
    later = "" if adds or not recorded else _begun_since(case_session_id, since, begun)
    return Relied(tuple(built), later) if built or later else None


def _begun_since(own: UUID, since: datetime | None, begun: Iterable[BegunSession]) -> str:
    """The unit of the first other session that has begun since; empty: none, or nobody knows."""
    if since is None:
        return ""
    later = (session for session in begun if session.starts_at > since and session.id != own)
    return next((session.unit for session in later), "")


def has_claim(built: Iterable[Built]) -> bool:
    """Whether a claim is among what was built."""
    return any(own.number is None for own in built)


def numbers_of(built: Iterable[Built]) -> tuple[str, ...]:
    """The numbers of the certificates among what was built."""
    return tuple(own.number for own in built if own.number is not None)


def built_words(name: str, built: Sequence[Built]) -> Reason | None:
    """What rests on somebody's mark; None: nothing."""
    if numbers := numbers_of(built):
        return CERTIFIED(name=name, count=len(numbers), numbers=numbers)
    return CLAIMED(name=name) if built else None


def why_not_undo(
    case_session_id: UUID,
    marks: Sequence[SavedMark],
    saved_at: datetime,
    begun: Iterable[BegunSession],
) -> Reason | None:
    """Why a save of a session's marks cannot be undone: something was built on it.

    `begun`: sessions of the cohort.
    """
    words = (built_words(mark.name, mark.built) for mark in marks)
    if why := next((found for found in words if found is not None), None):
        return BUILT_SINCE(why=why)
    if changed := sum(not mark.is_current for mark in marks):
        return CHANGED_SINCE(count=changed)
    if left := tuple(mark.name for mark in marks if not mark.is_enrolled):
        return LEFT_SINCE(count=len(left), names=left)
    later = _begun_since(case_session_id, saved_at, begun)
    return BEGUN_SINCE(unit=later) if later else None


def in_general(reason: Reason) -> Reason:
    """A reason without what was built on a mark, for who is not to know of it."""
    if reason.kind is BUILT_SINCE and isinstance(why := reason.facts["why"], Reason):
        return BUILT_SINCE(why=in_general(why))
    return RESTED_ON(name=reason.facts["name"]) if reason.kind in (CERTIFIED, CLAIMED) else reason
