"""Reads of trials: what is sealed, how much of it was drawn, and which sessions began."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, Unit
from app.people.models import Institution
from app.studies.models import ProjectCohort
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum


def trial_of(session: Session, project_id: UUID) -> Trial | None:
    """The trial of a project, if there is one."""
    return session.scalar(select(Trial).where(col(Trial.project_id) == project_id))


def lock_trial(session: Session, trial_id: UUID) -> Trial:
    """A trial as it is now; locked until commit, so that places are drawn one after the other."""
    found = select(Trial).where(col(Trial.id) == trial_id).with_for_update(key_share=True)
    return session.scalars(found.execution_options(populate_existing=True)).one()


def strata_of(session: Session, trial_id: UUID) -> list[TrialStratum]:
    """The strata of a sealed list, in order."""
    own = select(TrialStratum).where(col(TrialStratum.trial_id) == trial_id)
    return list(session.scalars(own.order_by(col(TrialStratum.number))))


def next_position(session: Session, stratum_id: UUID) -> int:
    """Which place of a stratum comes next; asked with the trial locked."""
    last = select(func.max(col(TrialAllocation.position))).where(
        col(TrialAllocation.stratum_id) == stratum_id
    )
    return (session.scalar(last) or 0) + 1


def drawn_in(session: Session, trial_id: UUID) -> Mapping[UUID, int]:
    """How many places of each stratum were drawn: one statement."""
    found = select(col(TrialAllocation.stratum_id)).where(col(TrialAllocation.trial_id) == trial_id)
    return Counter(session.scalars(found))


class Site(NamedTuple):
    """An institution, and how a list names it."""

    id: UUID
    name: str


def institutions_taking_part(session: Session) -> list[Site]:
    """All institutions that were not merged into another one, by name."""
    found = (
        select(col(Institution.id), col(Institution.short_name))
        .where(col(Institution.merged_into_id).is_(None))
        .order_by(col(Institution.short_name), col(Institution.id))
    )
    return [Site(row.id, row.short_name) for row in session.execute(found)]


class BegunSession(NamedTuple):
    """A session of a study's cohorts that has begun."""

    id: UUID
    cohort: str
    unit_label: str
    position: int
    starts_at: datetime


def sessions_begun(session: Session, project_id: UUID, now: datetime) -> list[BegunSession]:
    """The sessions that took place or go on, the newest first: one statement."""
    found = (
        select(
            *(col(CaseSession.id), col(Cohort.title), col(Cohort.unit_label)),
            *(col(Unit.position), col(CaseSession.starts_at)),
        )
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .join(ProjectCohort, col(ProjectCohort.cohort_id) == col(Cohort.id))
        .where(
            *(col(ProjectCohort.project_id) == project_id, col(CaseSession.starts_at) <= now),
            col(CaseSession.canceled_at).is_(None),
        )
        .order_by(col(CaseSession.starts_at).desc())
    )
    return [BegunSession(*row) for row in session.execute(found)]
