"""Reads of a session's groups, and of who can be in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.breakouts.enums import Among
from app.casework.breakouts.models import Breakout, BreakoutPlace, BreakoutWish
from app.casework.breakouts.rules import Candidate, Wished
from app.casework.models import Attendance
from app.casework.queries import was_there
from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment
from app.core.db import records
from app.language.names import full_name, list_name
from app.people.models import EmailAddress, Institution, Person


@dataclass(frozen=True)
class Grouped:
    """Somebody who can be in a group, and in which they are."""

    enrollment_id: UUID
    given_name: str
    family_name: str
    degrees: str
    rank: str
    institution_id: UUID
    site: str
    address: str | None
    """Where mail reaches them: by it, a meeting program knows them."""
    is_there: bool
    """Whether they are marked as present, late or partial."""
    number: int | None
    """Of their group; None for who is in none."""

    @property
    def name(self) -> str:
        """`Dana Okafor, MD`."""
        return full_name(self.given_name, self.family_name, self.degrees)

    @property
    def listed(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)

    @property
    def candidate(self) -> Candidate:
        """As groups are made of them."""
        return Candidate(self.enrollment_id, self.name, self.institution_id, self.rank.casefold())


@dataclass(frozen=True)
class Made:
    """The groups of a session as they were made last."""

    id: UUID
    edition: int
    size: int
    seed: int
    among: Among
    made_at: datetime


def newest(session: Session, case_session_id: UUID) -> Made | None:
    """The last making of a session's groups."""
    found = (
        select(
            *(col(Breakout.id), col(Breakout.edition), col(Breakout.size), col(Breakout.seed)),
            *(col(Breakout.among), col(Breakout.made_at)),
        )
        .where(col(Breakout.case_session_id) == case_session_id)
        .order_by(col(Breakout.edition).desc())
        .limit(1)
    )
    rows = records(session.execute(found), Made)
    return rows[0] if rows else None


def number_of_groups() -> ScalarSelect[int]:
    """How many groups the session of a select has."""
    own, any_making = col(Breakout.case_session_id) == col(CaseSession.id), aliased(Breakout)
    last = (
        select(func.max(col(any_making.edition)))
        .where(col(any_making.case_session_id) == col(CaseSession.id))
        .correlate(CaseSession)
        .scalar_subquery()
    )
    return (
        select(func.count(col(BreakoutPlace.number).distinct()))
        .join(Breakout, col(Breakout.id) == col(BreakoutPlace.breakout_id))
        .where(own, col(Breakout.edition) == last)
        .correlate(CaseSession)
        .scalar_subquery()
    )


def number_here() -> ScalarSelect[int]:
    """How many who can be in a group are recorded as here at the session of a select."""
    return (
        select(func.count())
        .select_from(Attendance)
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(
            col(Attendance.case_session_id) == col(CaseSession.id),
            *(was_there(), is_enrolled(), has_session(), col(Person.disabled_at).is_(None)),
        )
        .correlate(CaseSession)
        .scalar_subquery()
    )


def people(
    session: Session, cohort_id: UUID, case_session_id: UUID, breakout_id: UUID | None
) -> list[Grouped]:
    """Everybody of a cohort by family name, with their group in one making: one statement.

    Who is disabled is nobody.
    """
    return records(session.execute(_people(cohort_id, case_session_id, breakout_id)), Grouped)


def _people(
    cohort_id: UUID, case_session_id: UUID, breakout_id: UUID | None
) -> Select[*tuple[Any, ...]]:
    is_there = exists().where(
        col(Attendance.enrollment_id) == col(Enrollment.id),
        col(Attendance.case_session_id) == case_session_id,
        was_there(),
    )
    place = and_(
        col(BreakoutPlace.enrollment_id) == col(Enrollment.id),
        col(BreakoutPlace.breakout_id) == breakout_id,
    )
    primary = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    return (
        select(
            col(Enrollment.id).label("enrollment_id"),
            *(col(Person.given_name), col(Person.family_name), col(Person.degrees)),
            *(col(Enrollment.rank), col(Enrollment.institution_id)),
            *(col(Institution.short_name).label("site"), col(EmailAddress.address)),
            *(is_there.label("is_there"), col(BreakoutPlace.number)),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .join(CaseSession, col(CaseSession.id) == case_session_id)
        .outerjoin(EmailAddress, primary)
        .outerjoin(BreakoutPlace, place)
        .where(
            col(Enrollment.cohort_id) == cohort_id,
            *(is_enrolled(), has_session(), col(Person.disabled_at).is_(None)),
        )
        .order_by(col(Person.search_name), col(Person.id))
    )


def wishes(session: Session, breakout_id: UUID) -> Sequence[Wished]:
    """What was wished when groups were made, in order."""
    found = session.scalars(
        select(BreakoutWish)
        .where(col(BreakoutWish.breakout_id) == breakout_id)
        .order_by(col(BreakoutWish.number))
    )
    return [Wished(own.wish, own.one_id, own.other_id) for own in found]
