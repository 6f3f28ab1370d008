"""Reads of whether a letter is about a session that is not its reader's, by the arm of a trial."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.excuses.models import Excuse
from app.casework.make_up_requests.models import MakeUpRequest
from app.cohorts.arms.models import ArmAccess
from app.cohorts.arms.queries import has_session, is_barred
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Unit
from app.core.db import records
from app.messages.calendar.queries import takes_part
from app.packs.schema import PolicyData


@dataclass(frozen=True)
class SessionOfOthers:
    """A session of somebody's cohort that their arm keeps from them."""

    slug: str
    """Of the cohort."""
    position: int
    link: str

    @property
    def path(self) -> str:
        """Where those find it whose it is."""
        return f"/cohorts/{self.slug}/sessions/{self.position}"


def _kept_from(person_id: UUID) -> ColumnElement[bool]:
    """That the arm of somebody with a place in the cohort of a session keeps it from them."""
    own = exists().where(
        col(Enrollment.person_id) == person_id,
        col(Enrollment.cohort_id) == col(Unit.cohort_id),
        ~has_session(),
    )
    return own.correlate_except(Enrollment)


def _sessions(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    )


def is_of_others(session: Session, person_id: UUID, session_id: UUID, now: datetime) -> bool:
    """Whether a session is kept from somebody by their arm; not from who leads it."""
    found = _sessions(col(CaseSession.id)).where(
        col(CaseSession.id) == session_id, _kept_from(person_id), ~takes_part(literal(person_id))
    )
    return session.execute(found, {"now": now}).first() is not None


def sessions_of_others(
    session: Session, person_id: UUID, cohort_id: UUID
) -> Sequence[SessionOfOthers]:
    """The sessions of a cohort that are kept from somebody by their arm: one statement."""
    found = _sessions(col(Cohort.slug), col(Unit.position), col(CaseSession.link))
    own = found.where(col(Cohort.id) == cohort_id, _kept_from(person_id))
    return records(session.execute(own), SessionOfOthers)


@dataclass(frozen=True)
class PolicyChanged:
    """Two versions of a policy, one after the other, and whether its reader has sessions."""

    cohort_id: UUID
    before: PolicyData
    after: PolicyData
    is_barred: bool


def policy_changed(session: Session, enrollment_id: UUID, version: int) -> PolicyChanged | None:
    """What a version of the policy changed for who has a place: one statement."""
    older = aliased(PolicyVersion)
    found: Select[*tuple[Any, ...]] = (
        select(
            col(PolicyVersion.cohort_id),
            col(older.data).label("before"),
            col(PolicyVersion.data).label("after"),
            is_barred().label("is_barred"),
        )
        .select_from(Enrollment)
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Enrollment.cohort_id))
        .join(older, col(older.cohort_id) == col(PolicyVersion.cohort_id))
        .where(
            col(Enrollment.id) == enrollment_id,
            col(PolicyVersion.version) == version,
            col(older.version) == version - 1,
        )
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return None
    before, after = (PolicyData.model_validate(data) for data in (row.before, row.after))
    return PolicyChanged(row.cohort_id, before, after, row.is_barred)


def drawn_at(session: Session, person_id: UUID) -> datetime | None:
    """When an arm without sessions was drawn for somebody last."""
    own = (
        select(func.max(col(ArmAccess.drawn_at)))
        .join(Enrollment, col(Enrollment.id) == col(ArmAccess.enrollment_id))
        .where(col(Enrollment.person_id) == person_id, ~col(ArmAccess.has_sessions))
    )
    found: datetime | None = session.scalar(own)
    return found


def session_of_excuse(session: Session, excuse_id: UUID) -> UUID | None:
    """The session from which somebody asked to be excused."""
    return session.scalar(select(col(Excuse.case_session_id)).where(col(Excuse.id) == excuse_id))


def session_of_request(session: Session, request_id: UUID) -> UUID | None:
    """The session that somebody asked to make up."""
    own = col(MakeUpRequest.id) == request_id
    return session.scalar(select(col(MakeUpRequest.case_session_id)).where(own))
