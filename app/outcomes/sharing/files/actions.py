"""Asking for a file of a study's answers, keeping it for some days, throwing it away."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import why_not_without_reason
from app.core import audit, jobs, queue
from app.core.errors import ConflictError, require
from app.core.ids import new_id
from app.core.models import Job
from app.outcomes.redcap.package import package_of
from app.outcomes.sharing.actions import record_file
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.records import MadeFile
from app.outcomes.sharing.files.rules import (
    KEPT_FOR,
    MAKE,
    OTHER_MEANWHILE,
    TITLES,
    why_not_take,
)
from app.outcomes.sharing.queries import earlier_columns, held
from app.outcomes.sharing.redcap import plan_of
from app.studies.models import Project
from app.studies.queries import ProjectInProgram, lock_project


def order_file(
    session: Session,
    found: ProjectInProgram,
    kind: FileKind,
    columns: Sequence[str] = (),
    *,
    why: str,
    by: UUID,
    now: datetime,
) -> UUID:
    """Start the job that makes a file; which job it is.

    Raises:
        RefusedError: Nobody says why, too few people allow it, REDCap could not tell the waves
            apart, or with these columns somebody is too easily found.
    """
    require(why_not_without_reason(why))
    read = held(session, found)
    require(why_not_take(read, kind, columns))
    if kind is FileKind.REDCAP:
        package_of(plan_of(read))
    job = _add_job(session, found.project, kind, by=by, now=now)
    _add_file(session, found.project, kind, columns, job, why=why.strip(), by=by, now=now)
    return job.id


def _add_file(
    session: Session,
    project: Project,
    kind: FileKind,
    columns: Sequence[str],
    job: Job,
    *,
    why: str,
    by: UUID,
    now: datetime,
) -> None:
    ordered = SharedFile(
        id=new_id(), project_id=project.id, kind=kind, columns=sorted(columns), why=why,
        job_id=job.id, ordered_at=now, ordered_by=by,
    )  # fmt: skip
    session.add(ordered)
    session.flush()
    label, of = TITLES[kind](project=project.title), {"project": project.key}
    queue.enqueue(session, MAKE, key=str(ordered.id), payload=of, label=label, job=job, now=now)
    facts = {"kind": kind.value, "columns": sorted(columns)}
    audit.record(session, "project.file-ordered", "project", project.id, by=by, now=now,
                 facts=facts, reason=why)  # fmt: skip


def _add_job(session: Session, project: Project, kind: FileKind, *, by: UUID, now: datetime) -> Job:
    title, back = TITLES[kind](project=project.title), f"/manage/outcomes/{project.key}/data#files"
    return jobs.start(session, MAKE, title, back, scope_id=project.program_id, by=by, now=now)


def keep_file(session: Session, file_id: UUID, made: MadeFile, *, now: datetime) -> None:
    """Keep what was made, with the line that it leaves in the history.

    Raises:
        ConflictError: Another research file went out since the answers were read for this one.
    """
    ordered = session.get_one(SharedFile, file_id)
    lock_project(session, ordered.project_id)
    is_research = ordered.kind is FileKind.RESEARCH  # of others, none says anything of people
    if is_research and earlier_columns(session, ordered.project_id) != made.read.earlier:
        raise ConflictError(OTHER_MEANWHILE)
    ordered.content, ordered.made_at = made.content, now
    ordered.sha256 = hashlib.sha256(made.content).hexdigest()
    session.flush()
    record_file(
        session, made.act, made.read, dict(made.facts), why=ordered.why, by=ordered.ordered_by,
        now=now,
    )  # fmt: skip


def throw_away_old(session: Session, now: datetime) -> None:
    """Files are here for some days; that they went out stays in the history."""
    session.execute(delete(SharedFile).where(col(SharedFile.ordered_at) <= now - KEPT_FOR))
