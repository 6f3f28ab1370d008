"""Reads of who has a part in a session, and of the sessions in one's own cohorts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import has_session
from app.cohorts.drafts.queries import facilitator_grants
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enums import CohortFormat, WayIn
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published
from app.core.db import plain_rows, records
from app.people.models import Institution, Person
from app.people.queries import people_by_id


@dataclass(frozen=True)
class SessionLeader:
    """Somebody with a part in a session, and where they are from."""

    part: str
    person: Person
    institution: Institution


@dataclass(frozen=True)
class OwnSession:
    """A session in a cohort that somebody is in, or can drop into, and when it is."""

    slug: str
    """Of the cohort."""
    cohort: str
    position: int
    unit_label: str
    zone: str
    starts_at: datetime
    minutes: int


def has_part_in(session: Session, session_id: UUID | None, person_id: UUID) -> bool:
    """Whether a person has a part in one session, as a lead, co-lead or guest."""
    part = exists().where(
        col(SessionPart.case_session_id) == session_id, col(SessionPart.person_id) == person_id
    )
    return bool(session.scalar(select(part)))


def has_part(session: Session, person_id: UUID) -> bool:
    """Whether a person has a part in any session."""
    return bool(session.scalar(select(exists().where(col(SessionPart.person_id) == person_id))))


def leaders(session: Session, session_id: UUID | None) -> list[SessionLeader]:
    """Who has a part in a session; leads first."""
    found = (
        select(col(SessionPart.part), Person, Institution)
        .join(Person, col(Person.id) == col(SessionPart.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(SessionPart.case_session_id) == session_id)
        .order_by(col(SessionPart.part).desc(), col(Person.search_name))
    )
    return records(session.execute(found), SessionLeader)


def led_by(session: Session, cohort_id: UUID, session_id: UUID, now: datetime) -> list[str]:
    """Who leads a session, by name; where nobody has a part in it, who facilitates the cohort."""
    if own := leaders(session, session_id):
        return [leader.person.display_name for leader in own]
    grants = facilitator_grants(session, cohort_id, now)
    people = people_by_id(session, [grant.person_id for grant in grants]).values()
    return [person.display_name for person in sorted(people, key=lambda one: one.search_name)]


_NEAR: Select[*tuple[Any, ...]] = (
    select(
        col(Cohort.slug),
        col(Cohort.title).label("cohort"),
        col(Unit.position),
        col(Cohort.unit_label),
        col(Cohort.zone),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
    )
    .select_from(Cohort)
    .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
    .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .where(
        is_published(),
        col(Cohort.archived_at).is_(None),
        col(CaseSession.canceled_at).is_(None),
        col(CaseSession.starts_at) > bindparam("since"),
    )
    .order_by(col(CaseSession.starts_at), col(Cohort.slug))
)
_IS_IN = exists().where(
    col(Enrollment.cohort_id) == col(Cohort.id),
    col(Enrollment.person_id) == bindparam("person_id"),
    is_enrolled(),
)
_OWN_SESSIONS = _NEAR.where(_IS_IN.where(has_session()).correlate(Cohort, CaseSession))
_TO_DROP_INTO = _NEAR.where(
    col(Cohort.format) == CohortFormat.SERIES,
    col(Cohort.way_in) == WayIn.OPEN,
    col(CaseSession.starts_at) < bindparam("until"),
    ~_IS_IN.correlate(Cohort),
)


def own_sessions(session: Session, person_id: UUID, since: datetime) -> list[OwnSession]:
    """The sessions that begin after a moment in the cohorts somebody is in: one statement."""
    asked = {"person_id": person_id, "since": since}
    return records(plain_rows(session, _OWN_SESSIONS, asked), OwnSession)


def sessions_to_drop_into(
    session: Session, person_id: UUID, since: datetime, until: datetime
) -> list[OwnSession]:
    """Sessions that begin between two moments in series open to all, where somebody is not in."""
    asked = {"person_id": person_id, "since": since, "until": until}
    return records(plain_rows(session, _TO_DROP_INTO, asked), OwnSession)
