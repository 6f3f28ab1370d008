"""Ordering an audit folder, keeping it for some weeks, handing it over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_without_reason
from app.core import audit, jobs, queue
from app.core.errors import require
from app.core.ids import new_id
from app.core.models import Job
from app.history.audit_folders import queries
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.history.audit_folders.rules import DELAYED_CLICK, KEPT_FOR, MAKE, TITLE, why_not_order
from app.language.reasons import Reason


def order_folder(
    session: Session, here: CohortContext, why: str, *, language: str, by: UUID, now: datetime
) -> AuditFolder:
    """Start the job that makes a folder; a second click gives the one of the first.

    Raises:
        RefusedError: Nobody says why, or the cohort is a draft.
    """
    require(why_not_without_reason(why) or why_not_order(here.cohort.published_at))
    cohort, why = here.cohort, why.strip()
    wait_for_turn(session, cohort.id)
    since = now - DELAYED_CLICK
    if (before := queries.waiting(session, cohort.id, why, by=by, since=since)) is not None:
        return before
    number = queries.number_used(session, cohort.id) + 1
    title = TITLE(number=number, cohort=cohort.title)
    job = _add_job(session, here, title, by=by, now=now)
    folder = AuditFolder(
        id=new_id(), cohort_id=cohort.id, number=number, language=language, why=why, job_id=job.id,
        ordered_at=now, ordered_by=by,
    )  # fmt: skip
    session.add(folder)
    session.flush()
    payload = {"cohort": cohort.slug}
    queue.enqueue(session, MAKE, key=str(folder.id), payload=payload, label=title, job=job, now=now)
    _record(session, "audit_folder.ordered", folder, {}, by=by, now=now)
    return folder


def _add_job(
    session: Session, here: CohortContext, title: Reason, *, by: UUID, now: datetime
) -> Job:
    back = f"/manage/cohorts/{here.cohort.slug}/credit/audit#folders"
    return jobs.start(session, MAKE, title, back, scope_id=here.cohort.id, by=by, now=now)


def keep_folder(
    session: Session, folder_id: UUID, content: bytes, sha256: str, now: datetime
) -> None:
    """Keep what was made, with its line. `now`: when the records were read."""
    folder = session.get_one(AuditFolder, folder_id)
    folder.made_at, folder.sha256, folder.size = now, sha256, len(content)
    session.add(AuditFolderFile(folder_id=folder_id, content=content))
    session.flush()
    _record(session, "audit_folder.made", folder, {"sha256": sha256}, by=None, now=now)


def hand_over(session: Session, folder: AuditFolder, *, by: UUID, now: datetime) -> None:
    """The line of somebody who downloads a folder: one for each time, as each is a copy."""
    facts = {"sha256": folder.sha256}
    _record(session, "audit_folder.downloaded", folder, facts, by=by, now=now)


def _record(
    session: Session,
    act: str,
    folder: AuditFolder,
    facts: dict[str, Any],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        act,
        "cohort",
        folder.cohort_id,
        by=by,
        now=now,
        facts={"number": folder.number, "language": folder.language} | facts,
        reason=folder.why,
    )


def throw_away_old(session: Session, now: datetime) -> None:
    """ZIPs are here for some weeks; the rows stay, and so does what the history says of them."""
    old = queries.folders_before(now - KEPT_FOR)
    session.execute(delete(AuditFolderFile).where(col(AuditFolderFile.folder_id).in_(old)))
