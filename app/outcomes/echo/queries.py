"""Reads of a cohort's people and sessions in the terms of Project ECHO."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.models import CaseSession, Enrollment, SessionPart, Unit
from app.content.models import ContentVersion
from app.core.db import plain_rows
from app.language.names import full_name
from app.outcomes.echo.rules import EchoPerson
from app.people.models import EmailAddress, Institution, Person

ACTIVE = (Status.ENROLLED,)
INVITED = (Status.INVITED, Status.OFFERED)

_BECAME = aliased(Institution)
_PEOPLE: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.id),
        col(Enrollment.status),
        col(Enrollment.department),
        col(Enrollment.profession),
        col(Enrollment.rank),
        col(Person.given_name),
        col(Person.family_name),
        col(Person.degrees),
        col(EmailAddress.address),
        func.coalesce(col(_BECAME.name), col(Institution.name)).label("spoke"),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
    .outerjoin(_BECAME, col(_BECAME.id) == col(Institution.merged_into_id))
    .outerjoin(
        EmailAddress,
        and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary)),
    )
    .where(
        col(Enrollment.cohort_id) == bindparam("cohort_id"),
        col(Enrollment.status).in_((*ACTIVE, *INVITED)),
    )
    .order_by(col(Person.search_name), col(Enrollment.id))
)
_LEADERS: Select[*tuple[Any, ...]] = (
    select(col(Unit.position), col(Person.given_name), col(Person.family_name), col(Person.degrees))
    .select_from(SessionPart)
    .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Person, col(Person.id) == col(SessionPart.person_id))
    .where(col(Unit.cohort_id) == bindparam("cohort_id"))
    .order_by(col(Unit.position), col(SessionPart.part).desc(), col(Person.search_name))
)
_CASES: Select[*tuple[Any, ...]] = (
    select(col(Unit.position), col(ContentVersion.title))
    .join(ContentVersion, col(ContentVersion.id) == col(Unit.case_version_id))
    .where(col(Unit.cohort_id) == bindparam("cohort_id"))
)


def echo_people(session: Session, cohort_id: UUID) -> dict[UUID, EchoPerson]:
    """Who is in a cohort or invited to it, by enrollment, in order of names."""
    return {
        row.id: EchoPerson(
            given_name=row.given_name,
            family_name=row.family_name,
            degrees=row.degrees,
            email=row.address or "",
            spoke=row.spoke,
            department=row.department,
            discipline=row.profession.value,
            rank=row.rank,
            is_active=row.status in ACTIVE,
        )
        for row in plain_rows(session, _PEOPLE, {"cohort_id": cohort_id})
    }


def session_leaders(session: Session, cohort_id: UUID) -> dict[int, list[str]]:
    """Who has a part in each session, by the position of its unit; leads first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in plain_rows(session, _LEADERS, {"cohort_id": cohort_id}):
        found[row.position].append(full_name(row.given_name, row.family_name, row.degrees))
    return found


def session_cases(session: Session, cohort_id: UUID) -> dict[int, str]:
    """The title of the case of each unit that has one, by position."""
    rows = plain_rows(session, _CASES, {"cohort_id": cohort_id})
    return {row.position: row.title for row in rows}
