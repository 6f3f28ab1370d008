"""Reads for files of attendance: who may be in them, and which were sent."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.excuses.enums import ExcuseState
from app.casework.excuses.queries import asked_in
from app.casework.hours import Hour, hour_of
from app.casework.imports.enums import Held
from app.casework.imports.facts import Known, Policy, Roster
from app.casework.imports.models import AttendanceAlias, AttendanceColumn, AttendanceImport
from app.casework.queries import Attendee, everybody
from app.casework.rules import is_expected
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import UnitRow, units
from app.cohorts.sessions.queries import SessionLeader, leaders
from app.core.db import plain_rows
from app.packs.schema import PolicyData
from app.people.institutions.queries import taking_part
from app.people.models import EmailAddress
from app.people.rules import NOT_FOR_ONESELF

MOST_ADDRESSES = 5_000
"""Of more addresses in files than this, it is not asked whether they are known elsewhere."""

_ARE_THESE = col(EmailAddress.person_id).in_(bindparam("people", expanding=True))
_ADDRESSES: Select[*tuple[Any, ...]] = (
    select(col(EmailAddress.person_id), col(EmailAddress.address))
    .where(
        _ARE_THESE,
        or_(col(EmailAddress.is_primary), col(EmailAddress.verified_at).is_not(None)),
    )
    .order_by(col(EmailAddress.is_primary).desc(), col(EmailAddress.address))
)
_ELSEWHERE: Select[*tuple[Any, ...]] = select(col(EmailAddress.address)).where(
    col(EmailAddress.address).in_(bindparam("addresses", expanding=True)), ~_ARE_THESE
)
_ALIASES: Select[*tuple[Any, ...]] = (
    select(col(Enrollment.person_id), col(AttendanceAlias.alias))
    .join(Enrollment, col(Enrollment.id) == col(AttendanceAlias.enrollment_id))
    .where(col(Enrollment.person_id).in_(bindparam("people", expanding=True)))
)


def hours(session: Session, cohort: Cohort) -> list[Hour]:
    """All sessions of a cohort as they are planned."""
    return [hour_of(cohort, unit) for unit in units(session, cohort.id) if unit.starts_at]


def zones(session: Session) -> list[str]:
    """Where institutions are: on such clocks files are written first of all."""
    return list(dict.fromkeys(institution.zone for institution in taking_part(session)))


def roster(
    session: Session,
    cohort: Cohort,
    unit: UnitRow,
    policy: PolicyData,
    *,
    addresses: Collection[str],
    by: UUID | None,
) -> Roster:
    """Everybody who may be in the files of a session; always as many statements.

    `addresses`: those in the files; `by`: whoever looks, whose own mark stays.
    """
    assert unit.session_id is not None
    found = everybody(session, cohort.id, unit.session_id)
    people = [own for own in found if own.has_session]
    apart = [own for own in found if not own.has_session]
    excuses = asked_in(session, unit.session_id)
    leading = leaders(session, unit.session_id)
    ids = [*(own.person_id for own in found), *(own.person.id for own in leading)]
    known = _Texts(session, _ADDRESSES, ids), _Texts(session, _ALIASES, ids)
    on_roster = {own.person_id for own in found}
    hour = hour_of(cohort, unit)
    return Roster(
        hour=hour,
        policy=Policy(policy.present_minutes, policy.late_after_minutes),
        people=[
            replace(
                _attendee(own, *known, hour, by, is_series=cohort.is_series),
                is_excused=excuses.get(own.enrollment_id) is ExcuseState.GRANTED,
            )
            for own in people
        ],
        leaders=[_leader(own, *known) for own in leading if own.person.id not in on_roster],
        apart=[
            replace(
                _attendee(own, *known, hour, by, is_series=cohort.is_series),
                enrollment_id=None,
                apart_id=own.enrollment_id,
            )
            for own in apart
        ],
        elsewhere=_elsewhere(session, addresses, ids),
        is_series=cohort.is_series,
    )


class _Texts:
    """Addresses or aliases by person: one statement."""

    def __init__(
        self, session: Session, found: Select[*tuple[Any, ...]], people: Collection[UUID]
    ) -> None:
        by_person: defaultdict[UUID, list[str]] = defaultdict(list)
        for person_id, written in plain_rows(session, found, {"people": list(people)}):
            by_person[person_id].append(written)
        self._by_person: Mapping[UUID, Sequence[str]] = by_person

    def of(self, person_id: UUID) -> Sequence[str]:
        """In the order in which they were found."""
        return self._by_person.get(person_id, ())


def _attendee(
    own: Attendee,
    addresses: _Texts,
    aliases: _Texts,
    hour: Hour,
    by: UUID | None,
    *,
    is_series: bool,
) -> Known:
    return Known(
        person_id=own.person_id,
        given_name=own.given_name,
        family_name=own.family_name,
        site=own.site,
        addresses=tuple(addresses.of(own.person_id)),
        enrollment_id=own.enrollment_id,
        aliases=frozenset(aliases.of(own.person_id)),
        is_expected=is_expected(own.enrolled_at, hour.starts_at, is_series=is_series),
        mark=own.mark,
        why_stays=NOT_FOR_ONESELF if own.person_id == by else None,
    )


def _leader(own: SessionLeader, addresses: _Texts, aliases: _Texts) -> Known:
    return Known(
        person_id=own.person.id,
        given_name=own.person.given_name,
        family_name=own.person.family_name,
        site=own.institution.short_name,
        addresses=tuple(addresses.of(own.person.id)),
        aliases=frozenset(aliases.of(own.person.id)),
    )


def _elsewhere(
    session: Session, addresses: Collection[str], people: Sequence[UUID]
) -> frozenset[str]:
    """Which addresses are of people of Waypost who are neither on the roster nor lead."""
    if not addresses or len(addresses) > MOST_ADDRESSES:
        return frozenset()
    asked = {"addresses": sorted(addresses), "people": list(people)}
    return frozenset(plain_rows(session, _ELSEWHERE, asked).scalars())


def imports_of(session: Session, case_session_id: UUID) -> Sequence[AttendanceImport]:
    """The files of a session that count, the first one first."""
    return session.scalars(
        select(AttendanceImport)
        .where(
            col(AttendanceImport.case_session_id) == case_session_id,
            col(AttendanceImport.set_aside_at).is_(None),
        )
        .order_by(col(AttendanceImport.sent_at), col(AttendanceImport.id))
    ).all()


class Remembered(NamedTuple):
    """What somebody was called."""

    enrollment_id: UUID
    alias: str


def aliases_of(session: Session, enrollment_ids: Collection[UUID]) -> set[Remembered]:
    """What was remembered of some enrollments."""
    found = select(col(AttendanceAlias.enrollment_id), col(AttendanceAlias.alias)).where(
        col(AttendanceAlias.enrollment_id).in_(enrollment_ids)
    )
    return {Remembered(*row) for row in session.execute(found)}


def columns_said(session: Session, program_id: UUID) -> dict[str, AttendanceColumn]:
    """What was said of columns of a program's files, by header as it is compared."""
    found = select(AttendanceColumn).where(col(AttendanceColumn.program_id) == program_id)
    return {column.header: column for column in session.scalars(found)}


def held(session: Session, program_id: UUID) -> dict[str, Held]:
    """What columns hold, as somebody said, by header as it is compared."""
    said = columns_said(session, program_id)
    return {header: column.held for header, column in said.items()}
