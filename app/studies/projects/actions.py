"""A coordinator makes a project, changes it, and plans its waves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.queries import wait_for_turn
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require
from app.language.reasons import Reason, reason
from app.studies import queries
from app.studies.consent.rules import why_not_go_without
from app.studies.models import Project, ProjectCohort, Wave
from app.studies.projects import rules
from app.studies.projects.rules import Described
from app.studies.waves.rules import DEFAULTS, why_not_count

TAKEN = reason("project.taken", "Somebody else just made a study of this name. Try once more.")


def make(
    session: Session, program_id: UUID, described: Described, *, by: UUID, now: datetime
) -> Project:
    """Make a project with the usual waves, of which none asks anything yet.

    Raises:
        RefusedError: With the rule's reason.
    """
    require(_why_not(described))
    _wait_for_cohorts(session, described.cohort_ids)
    taken = queries.keys_like(session, "") | rules.RESERVED
    project = Project(
        program_id=program_id,
        key=rules.key_of(described.title, taken),
        title=described.title,
        determination=described.determination,
        determination_number=described.number,
        mode=described.mode,
        asks_consent=described.asks_consent,
        anchor=described.anchor,
        made_at=now,
        by=by,
    )
    session.add(project)
    flush_unique(session, Project, "key", TAKEN)
    _study(session, project.id, described.cohort_ids)
    waves = [
        Wave(project_id=project.id, months=months, first_day=first, last_day=last)
        for months, first, last in DEFAULTS
    ]
    session.add_all(waves)
    _record(session, "project.made", project, by=by, now=now)
    session.flush()
    return project


def change(
    session: Session, project_id: UUID, described: Described, *, by: UUID, now: datetime
) -> None:
    """Change a project, as far as nobody relies on it; nothing is written where nothing changes.

    Raises:
        RefusedError: With the rule's reason.
    """
    _wait_for_cohorts(session, described.cohort_ids)
    project = queries.lock_project(session, project_id)
    studied = {cohort.id for cohort in queries.cohorts_of(session, project.id)}
    require(_why_not(described))
    relied = queries.relied_on(session, project.id)
    require(rules.why_not_change(project, described, studied, relied))
    values = {
        "title": described.title,
        "determination": described.determination,
        "determination_number": described.number,
        "mode": described.mode,
        "asks_consent": described.asks_consent,
        "anchor": described.anchor,
    }
    same = all(getattr(project, name) == value for name, value in values.items())
    if same and described.cohort_ids == studied:
        return
    for name, value in values.items():
        setattr(project, name, value)
    _leave(session, project.id, studied - described.cohort_ids)
    _study(session, project.id, described.cohort_ids - studied)
    _record(session, "project.changed", project, by=by, now=now)
    session.flush()


def _why_not(described: Described) -> Reason | None:
    asks = described.asks_consent
    return (
        rules.why_not_describe(described)
        or why_not_go_without(described.determination, asks_consent=asks)
        or why_not_count(described.anchor, described.mode)
    )


def _wait_for_cohorts(session: Session, cohort_ids: Collection[UUID]) -> None:
    """Nothing of them is deleted meanwhile, which a study would keep."""
    for cohort_id in sorted(cohort_ids):
        wait_for_turn(session, cohort_id)


def _study(session: Session, project_id: UUID, cohort_ids: Collection[UUID]) -> None:
    rows = [ProjectCohort(project_id=project_id, cohort_id=id_) for id_ in sorted(cohort_ids)]
    session.add_all(rows)
    session.flush()


def _leave(session: Session, project_id: UUID, cohort_ids: Collection[UUID]) -> None:
    if cohort_ids:
        session.execute(
            delete(ProjectCohort).where(
                col(ProjectCohort.project_id) == project_id,
                col(ProjectCohort.cohort_id).in_(list(cohort_ids)),
            )
        )


def _record(session: Session, act: str, project: Project, *, by: UUID, now: datetime) -> None:
    facts = {
        "key": project.key,
        "determination": project.determination.value,
        "number": project.determination_number,
        "mode": project.mode.value,
        "asks_consent": project.asks_consent,
    }
    audit.record(session, act, "project", project.id, by=by, now=now, facts=facts)
