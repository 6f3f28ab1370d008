"""Asking for a file of a study's answers, keeping it for some days, throwing it away."""

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
from app.outcomes.sharing.actions import record_file
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.queries import allowed_in, why_not_fetch
from app.outcomes.sharing.files.records import MadeFile
from app.outcomes.sharing.files.rules import (
    CHANGED_MEANWHILE,
    KEPT_FOR,
    MAKE,
    OTHER_MEANWHILE,
    TITLES,
)
from app.outcomes.sharing.queries import DOWNLOADED, earlier_columns
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

    Whether it may go out, `queries.weigh` says before, and the job again when it makes it.

    Raises:
        RefusedError: Nobody says why.
    """
    require(why_not_without_reason(why))
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
        ConflictError: Since the answers were read for it, another research file went out, or
            somebody changed what they allow.
    """
    ordered = session.get_one(SharedFile, file_id)
    lock_project(session, ordered.project_id)
    is_research = ordered.kind is FileKind.RESEARCH  # of others, none says anything of people
    if is_research and earlier_columns(session, ordered.project_id) != made.read.earlier:
        raise ConflictError(OTHER_MEANWHILE)
    if allowed_in(session, ordered.project_id) != made.allowed:
        raise ConflictError(CHANGED_MEANWHILE)
    ordered.content, ordered.made_at = made.content, now
    ordered.sha256, ordered.allowed = made.sha256, made.allowed
    session.flush()
    record_file(
        session, made.act, made.read, dict(made.facts), why=ordered.why, by=ordered.ordered_by,
        now=now,
    )  # fmt: skip


def hand_over(session: Session, made: SharedFile, *, by: UUID, now: datetime) -> None:
    """The line of somebody who downloads a file: one for each time, as each is a copy.

    Raises:
        RefusedError: Somebody allows less since it was made.
    """
    require(why_not_fetch(session, made))
    facts = {"kind": made.kind.value, "columns": made.columns, "file": made.sha256}
    audit.record(session, DOWNLOADED, "project", made.project_id, by=by, now=now,
                 facts=facts, reason=made.why)  # fmt: skip


def throw_away_old(session: Session, now: datetime) -> None:
    """Files are here for some days; that they went out stays in the history."""
    session.execute(delete(SharedFile).where(col(SharedFile.ordered_at) <= now - KEPT_FOR))
