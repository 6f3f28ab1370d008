"""A cohort's attendance in the terms of Project ECHO; pure.

There a hub runs a program for participants at spokes, in groups, session by session. A session has
been conducted when it took place and is over; somebody took part who was there, whole or in part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.rules import WAS_THERE
from app.credit.ledger import Ledger, UnitLedger

RECONCILED_AFTER = timedelta(hours=24)
"""How long after a session marks still come in: until then they are provisional."""


@dataclass(frozen=True)
class EchoPerson:
    """Who somebody is, as an organization's list of participants has it."""

    given_name: str
    family_name: str
    degrees: str
    email: str
    spoke: str
    """The institution they were of when they were enrolled."""
    department: str
    discipline: str
    """The profession, as a value of `people.enums.Profession`."""
    rank: str
    is_active: bool
    """Enrolled; else invited and without an answer."""


class KnownMinutes(NamedTuple):
    """Minutes that were attended, as far as somebody knows: a mark alone says nothing of them."""

    total: int | None
    """None where nobody knows any: 0 would say that nobody stayed."""
    timed: int
    """How many attendances it is the total of."""


def known_minutes(minutes: Iterable[int | None]) -> KnownMinutes:
    """Of attendances: each one's minutes, None where they are not known."""
    known = [own for own in minutes if own is not None]
    return KnownMinutes(sum(known) if known else None, len(known))


@dataclass(frozen=True)
class EchoSession:
    """One session that was planned."""

    number: int
    title: str
    case_title: str
    starts_at: datetime
    minutes: int
    leaders: Sequence[str]
    is_conducted: bool
    is_final: bool
    attended: int
    known: KnownMinutes
    """Of all who were there."""


@dataclass(frozen=True)
class EchoAttendance:
    """One person at one session."""

    person: EchoPerson
    session: EchoSession
    status: AttendanceStatus
    minutes: int | None
    is_new: bool
    """Whether it was the first one of this cohort that they came to."""

    @property
    def percent(self) -> int | None:
        """Of the session's minutes, where they are known; never above 100."""
        if self.minutes is None or not self.session.minutes:
            return None
        return min(100, round(100 * self.minutes / self.session.minutes))


@dataclass(frozen=True)
class EchoReport:
    """All of one cohort."""

    people: Sequence[EchoPerson]
    sessions: Sequence[EchoSession]
    attendance: Sequence[EchoAttendance]

    @property
    def conducted(self) -> Sequence[EchoSession]:
        """The sessions that took place."""
        return [session for session in self.sessions if session.is_conducted]

    @property
    def launched_at(self) -> datetime | None:
        """When the first of them began."""
        return min((session.starts_at for session in self.conducted), default=None)


def echo_report(
    people: Mapping[UUID, EchoPerson],
    ledgers: Mapping[UUID, Ledger],
    leaders: Mapping[int, Sequence[str]],
    cases: Mapping[int, str],
    now: datetime,
) -> EchoReport:
    """Put together what happened; people and ledgers are by enrollment, the others by position."""
    planned = next((ledger.units for ledger in ledgers.values()), ())
    sessions = {
        unit.position: _session(unit, ledgers, leaders, cases, now)
        for unit in planned
        if unit.starts_at is not None
    }
    attendance = [
        row
        for enrollment_id, person in people.items()
        if enrollment_id in ledgers
        for row in _came(person, ledgers[enrollment_id], sessions)
    ]
    attendance.sort(key=lambda row: row.session.number)
    return EchoReport(list(people.values()), list(sessions.values()), attendance)


def _session(
    unit: UnitLedger,
    ledgers: Mapping[UUID, Ledger],
    leaders: Mapping[int, Sequence[str]],
    cases: Mapping[int, str],
    now: datetime,
) -> EchoSession:
    starts_at = unit.starts_at
    assert starts_at is not None
    there = [
        own
        for ledger in ledgers.values()
        for own in ledger.units
        if own.position == unit.position and own.status in WAS_THERE
    ]
    return EchoSession(
        number=unit.position,
        title=unit.title,
        case_title=cases.get(unit.position, ""),
        starts_at=starts_at,
        minutes=unit.minutes_scheduled,
        leaders=leaders.get(unit.position, ()),
        is_conducted=unit.held(now),
        is_final=now >= starts_at + timedelta(minutes=unit.minutes_scheduled) + RECONCILED_AFTER,
        attended=len(there),
        known=known_minutes(own.minutes for own in there),
    )


def _came(
    person: EchoPerson, ledger: Ledger, sessions: Mapping[int, EchoSession]
) -> list[EchoAttendance]:
    """The marks of one person at what was conducted, but those of nobody who was not expected."""
    found, came = [], False
    for unit in ledger.units:
        session = sessions.get(unit.position)
        was_there = unit.status in WAS_THERE
        if session is None or not session.is_conducted or not (unit.expected or was_there):
            continue
        minutes = unit.minutes if was_there else None
        found.append(EchoAttendance(person, session, unit.status, minutes, was_there and not came))
        came = came or was_there
    return found
