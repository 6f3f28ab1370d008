"""A file of records is looked at, kept until somebody decides, taken in, and taken back.

Nothing that is here is changed by it: answers come where nothing is, and go as they came.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.queries import lock_enrollments
from app.core import audit
from app.core.errors import ConflictError, NotFoundError, require
from app.outcomes.redcap.reading import records_in
from app.outcomes.sharing.queries import REDCAP_BACK, REDCAP_CHECK, REDCAP_DISCARDED, REDCAP_TAKEN
from app.outcomes.sharing.sent import sheet_sent
from app.outcomes.sharing.taking import queries, rules
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.rules import Checked, Coming, Outcome
from app.studies.models import Project
from app.studies.queries import ProjectInProgram, lock_project
from app.surveys.enums import IdentityMode
from app.surveys.models import ConfidentialAnswers, IdentifiedAnswers, SurveyInvitation


def look(
    session: Session,
    found: ProjectInProgram,
    content: bytes,
    *,
    secret: str,
    by: UUID,
    now: datetime,
) -> Checked:
    """Whether a file fits, and what would become of it; nothing is kept.

    Raises:
        RefusedError: It cannot be read, or REDCap could not tell the waves apart.
    """
    study = queries.study_of(session, found, secret=secret)
    read = records_in(sheet_sent(content), study.project)
    if read.misfits or found.project.mode.is_anonymous:
        return Checked(read.misfits, len(read.items), None)
    return Checked((), len(read.items), rules.plan(study, read.items, by=by, now=now))


@dataclass(frozen=True)
class Received:
    """What a file is, and where it waits if something of it can be taken in."""

    checked: Checked
    upload: RecordsFile | None


def receive(
    session: Session,
    found: ProjectInProgram,
    content: bytes,
    *,
    file_name: str,
    secret: str,
    by: UUID,
    now: datetime,
) -> Received:
    """Look at a file, with a line; one of which something can be taken in is kept until then.

    Raises:
        RefusedError: As `look`.
    """
    checked = look(session, found, content, secret=secret, by=by, now=now)
    facts = {"bytes": len(content), "misfits": len(checked.misfits)}
    _record(session, REDCAP_CHECK, found.project, facts, by=by, now=now)
    if checked.plan is None or not checked.plan.coming:
        return Received(checked, None)
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
    return Received(checked, upload)


def take_in(
    session: Session,
    found: ProjectInProgram,
    file_id: UUID,
    *,
    seen: str,
    secret: str,
    by: UUID,
    now: datetime,
) -> None:
    """Take in what was shown of a file, all of it or nothing.

    Its people are locked first, as who answers, agrees or withdraws locks their own place.

    Raises:
        RefusedError: It was taken in already, or the study is not what it was made for.
        ConflictError: Something else would come in now than was shown.
    """
    upload = _locked(session, file_id)
    require(rules.APPLIED if upload.applied_at else None)
    lock_enrollments(session, queries.asked_places(session, found.project.id))
    plan = look(session, found, upload.content, secret=secret, by=by, now=now).plan
    why_not = rules.why_not_take_in(plan, upload, seen) if plan else rules.CHANGED_MEANWHILE
    if why_not == rules.CHANGED_MEANWHILE:
        raise ConflictError(why_not)
    require(why_not)
    assert plan is not None
    _add(session, found.project, plan.coming, upload, now)
    upload.applied_at, upload.sheets, upload.content = now, len(plan.coming), b""
    upload.analyses = queries.count_analyses(session, found.project.id)
    session.flush()
    counts = {outcome.value: len(plan.of(outcome)) for outcome in Outcome}
    _record(session, REDCAP_TAKEN, found.project, {"file": upload.sha256} | counts, by=by, now=now)


def _add(
    session: Session, project: Project, coming: list[Coming], upload: RecordsFile, now: datetime
) -> None:
    """The answers as if they were sent now, and who has answered by that."""
    said: dict[str, Any]
    for own in coming:
        said = {"survey_id": own.survey_id, "answers": own.answers}
        said |= {"started_at": now, "saved_at": now, "sent_at": now}
        if project.mode is IdentityMode.IDENTIFIED:
            session.add(IdentifiedAnswers(invitation_id=own.invitation_id, **said))
        else:
            session.add(ConfidentialAnswers(pseudonym=own.pseudonym or "", **said))
    session.flush()
    session.execute(
        update(SurveyInvitation)
        .where(col(SurveyInvitation.id).in_([own.invitation_id for own in coming]))
        .values(is_done=True, records_file_id=upload.id)
    )


def take_back(
    session: Session,
    found: ProjectInProgram,
    file_id: UUID,
    *,
    why: str,
    by: UUID,
    now: datetime,
) -> None:
    """Delete the answers that came by a file, and no others; who gave them can answer here again.

    Raises:
        RefusedError: Without a reason, if there is nothing to take back, or once the study was
            analyzed with them.
    """
    upload, project = _locked(session, file_id), found.project
    lock_project(session, project.id)
    require(queries.why_not_back(session, upload, why))
    lock_enrollments(session, queries.asked_places(session, project.id))
    _remove(session, upload)
    upload.undone_at = now
    session.flush()
    facts = {"file": upload.sha256, "sheets": upload.sheets}
    _record(session, REDCAP_BACK, project, facts, by=by, now=now, why=why)


def _remove(session: Session, upload: RecordsFile) -> None:
    """Answers go before their mark, by which they are found."""
    came = queries.came_by(upload)
    identified = (
        col(IdentifiedAnswers.invitation_id).in_(queries.invitations_by(upload)),
        col(ConfidentialAnswers.id).in_(queries.pseudonymous(upload)),
    )
    for kind, which in zip((IdentifiedAnswers, ConfidentialAnswers), identified, strict=True):
        session.execute(delete(kind).where(which))
    session.execute(
        update(SurveyInvitation).where(came).values(is_done=False, records_file_id=None)
    )


def discard(
    session: Session, found: ProjectInProgram, file_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Throw a file away that was not taken in.

    Raises:
        RefusedError: It was.
    """
    upload = _locked(session, file_id)
    require(rules.APPLIED if upload.applied_at else None)
    session.delete(upload)
    facts = {"file": upload.sha256}
    _record(session, REDCAP_DISCARDED, found.project, facts, by=by, now=now)


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


def _locked(session: Session, file_id: UUID) -> RecordsFile:
    upload = queries.lock_file(session, file_id)
    if upload is None:
        raise NotFoundError
    return upload


def _record(
    session: Session,
    act: str,
    project: Project,
    facts: dict[str, Any],
    *,
    by: UUID,
    now: datetime,
    why: str = "",
) -> None:
    told = facts | {"mode": project.mode.value, "plan": project.plan_version}
    audit.record(
        session, act, "project", project.id, by=by, now=now, facts=told, reason=why.strip()
    )
