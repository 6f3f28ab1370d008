"""Reads of analyses that were made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.core.db import records
from app.core.models import Job, Task
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.rules import COMPUTE
from app.studies.models import Project, ProjectCohort


@dataclass(frozen=True)
class MadeAnalysis:
    """An analysis in a list."""

    number: int
    cut_off: datetime
    code_version: str


def analyses_of(session: Session, project_id: UUID) -> list[MadeAnalysis]:
    """What was made of a project, the newest first, without their tables."""
    found = (
        select(
            col(ProjectAnalysis.number),
            col(ProjectAnalysis.cut_off),
            col(ProjectAnalysis.code_version),
        )
        .where(col(ProjectAnalysis.project_id) == project_id)
        .order_by(col(ProjectAnalysis.number).desc())
    )
    return records(session.execute(found), MadeAnalysis)


def analysis_of(session: Session, project_id: UUID, number: int) -> ProjectAnalysis | None:
    """One of them."""
    found = select(ProjectAnalysis).where(
        col(ProjectAnalysis.project_id) == project_id, col(ProjectAnalysis.number) == number
    )
    return session.scalar(found)


def all_of(session: Session, project_id: UUID) -> Sequence[ProjectAnalysis]:
    """All of them with their tables, the newest last."""
    found = select(ProjectAnalysis).where(col(ProjectAnalysis.project_id) == project_id)
    return session.scalars(found.order_by(col(ProjectAnalysis.number))).all()


def newest_within(session: Session, cohort_ids: Collection[UUID]) -> list[ProjectAnalysis]:
    """The newest analysis of each project that studies some of these cohorts and no other.

    Those of real people first, then the newest: one statement.
    """
    of = col(ProjectCohort.project_id) == col(ProjectAnalysis.project_id)
    within = col(ProjectCohort.cohort_id).in_(cohort_ids)
    later = aliased(ProjectAnalysis)
    is_newest = ~exists().where(
        col(later.project_id) == col(ProjectAnalysis.project_id),
        col(later.number) > col(ProjectAnalysis.number),
    )
    found = (
        select(ProjectAnalysis)
        .join(Project, col(Project.id) == col(ProjectAnalysis.project_id))
        .where(is_newest, exists().where(of, within), ~exists().where(of, ~within))
        .order_by(col(Project.is_synthetic), col(ProjectAnalysis.cut_off).desc())
    )
    return list(session.scalars(found))


def lock(session: Session, project_id: UUID) -> None:
    """Let nobody else keep an analysis of the project until the transaction ends."""
    session.execute(select(col(Project.id)).where(col(Project.id) == project_id).with_for_update())


def job_under_way(session: Session, project_id: UUID) -> UUID | None:
    """The job that is making an analysis of the project now, if any."""
    found = (
        select(col(Job.id))
        .join(Task, col(Task.job_id) == col(Job.id))
        .where(
            col(Task.kind) == COMPUTE,
            col(Task.key).like(f"{project_id}:%"),
            col(Task.done_at).is_(None),
            col(Task.failed_at).is_(None),
        )
        .order_by(col(Job.started_at))
    )
    return session.scalar(found.limit(1))
