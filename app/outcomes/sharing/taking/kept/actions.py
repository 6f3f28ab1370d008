"""A file of records is looked at and waits until somebody decides, or nobody did in time."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.core.errors import NotFoundError, require
from app.outcomes.sharing.queries import REDCAP_CHECK, REDCAP_DISCARDED
from app.outcomes.sharing.taking import rules
from app.outcomes.sharing.taking.kept import queries
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.weighing import Checked
from app.studies.models import Project
from app.studies.queries import ProjectInProgram


def receive(
    session: Session,
    found: ProjectInProgram,
    content: bytes,
    checked: Checked,
    *,
    file_name: str,
    by: UUID,
    now: datetime,
) -> RecordsFile | None:
    """The line of a file that was looked at; where it waits if something of it can be taken in.

    `checked`: what `queries.look` found in it.
    """
    facts = {"bytes": len(content), "misfits": len(checked.misfits)}
    record(session, REDCAP_CHECK, found.project, facts, by=by, now=now)
    if checked.plan is None or not checked.plan.coming:
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    upload = queries.waiting(session, found.project.id, sha256) or RecordsFile(
        project_id=found.project.id,
        sha256=sha256,
        file_name=file_name[:200],
        content=content,
        by=by,
        sent_at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def discard(
    session: Session, found: ProjectInProgram, file_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Throw a file away that was not taken in.

    Raises:
        RefusedError: It was.
    """
    upload = locked(session, file_id)
    require(rules.APPLIED if upload.applied_at else None)
    session.delete(upload)
    facts = {"file": upload.sha256}
    record(session, REDCAP_DISCARDED, found.project, facts, by=by, now=now)


def throw_away_old(session: Session, now: datetime) -> int:
    """Delete the files that nobody decided about in time, a line each; return how many."""
    gone = session.execute(
        delete(RecordsFile)
        .where(queries.is_old(now - rules.KEPT_FOR))
        .returning(col(RecordsFile.project_id), col(RecordsFile.sha256))
    ).all()
    why = "Nobody decided about it in time."  # not shown
    acts = [
        audit.Act(REDCAP_DISCARDED, "project", project_id, {"file": sha256}, why)
        for project_id, sha256 in gone
    ]
    audit.record_all(session, acts, by=None, now=now)
    return len(gone)


def locked(session: Session, file_id: UUID) -> RecordsFile:
    """A file as it is now, locked until commit; raises `NotFoundError` if it was thrown away."""
    upload = queries.lock_file(session, file_id)
    if upload is None:
        raise NotFoundError
    return upload


def record(
    session: Session,
    act: str,
    project: Project,
    facts: dict[str, Any],
    *,
    by: UUID,
    now: datetime,
    why: str = "",
) -> None:
    """The line of an act on a file of a project."""
    told = facts | {"mode": project.mode.value, "plan": project.plan_version}
    audit.record(
        session, act, "project", project.id, by=by, now=now, facts=told, reason=why.strip()
    )
