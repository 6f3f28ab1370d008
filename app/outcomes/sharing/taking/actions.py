"""Answers of a file of records are taken in, and taken back.

Nothing that is here is changed by it: answers come where nothing is, and go as they came. The file
is locked first; then the project, which keeps workers and other files away; and then its people, as
who answers, agrees or withdraws locks their own place.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.queries import lock_enrollments
from app.core.errors import ConflictError, require
from app.core.ids import new_id
from app.outcomes.sharing.queries import REDCAP_BACK, REDCAP_TAKEN
from app.outcomes.sharing.taking import queries, rules
from app.outcomes.sharing.taking.kept.actions import locked, record
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.unasked.actions import note_asked
from app.outcomes.sharing.taking.weighing import Coming, Outcome, Plan, Ready
from app.studies.models import Project
from app.studies.queries import ProjectInProgram, lock_project
from app.surveys.enums import IdentityMode
from app.surveys.models import ConfidentialAnswers, IdentifiedAnswers, SurveyInvitation


def take_in(
    session: Session,
    found: ProjectInProgram,
    file_id: UUID,
    ready: Ready,
    *,
    seen: str,
    secret: str,
    by: UUID,
    now: datetime,
) -> None:
    """Take in what was shown of a file, all of it or nothing.

    `ready`: the file as `queries.look` read it before. `seen`: what was shown of it.

    Raises:
        RefusedError: It was taken in already, an analysis is being made, which may rest on it or
            not, or a questionnaire has no wording here.
        ConflictError: Something else would come in now than was shown.
    """
    upload, project = _take_turn(session, found, file_id), found.project
    require(queries.why_not_take_in(session, upload))
    plan = queries.plan_now(session, found, ready, secret=secret, by=by, now=now)
    if plan is None or plan.fingerprint(upload.sha256) != seen:
        raise ConflictError(rules.CHANGED_MEANWHILE)
    require(None if plan.coming else rules.NOTHING)
    coming = note_asked(session, project, plan.coming, now=now)
    _add(session, project, coming, upload, now)
    upload.applied_at, upload.sheets, upload.content = now, len(coming), b""
    upload.analyses = queries.count_analyses(session, project.id)
    session.flush()
    facts = {"file": upload.sha256} | _counts(plan)
    record(session, REDCAP_TAKEN, project, facts, by=by, now=now)


def _take_turn(session: Session, found: ProjectInProgram, file_id: UUID) -> RecordsFile:
    upload = locked(session, file_id)
    lock_project(session, found.project.id)
    lock_enrollments(session, queries.agreed_places(session, found.project.id))
    return upload


def _counts(plan: Plan) -> dict[str, int]:
    return {outcome.value: len(plan.of(outcome)) for outcome in Outcome}


def _add(
    session: Session, project: Project, coming: Sequence[Coming], upload: RecordsFile, now: datetime
) -> None:
    """The answers as if they were sent now, and who has answered by that."""
    is_identified = project.mode is IdentityMode.IDENTIFIED
    kind = IdentifiedAnswers if is_identified else ConfidentialAnswers
    session.execute(insert(kind), [_said(own, project.mode, now) for own in coming])
    session.execute(
        update(SurveyInvitation)
        .where(col(SurveyInvitation.id).in_([own.asked.invitation_id for own in coming]))
        .values(is_done=True, records_file_id=upload.id)
    )


def _said(own: Coming, mode: IdentityMode, now: datetime) -> dict[str, Any]:
    """One row: inserted as it stands, since a file has thousands."""
    said: dict[str, Any] = {"survey_id": own.asked.survey_id, "mode": mode, "answers": own.answers}
    said |= {"started_at": now, "saved_at": now, "sent_at": now}
    if mode is IdentityMode.IDENTIFIED:
        return said | {"invitation_id": own.asked.invitation_id}
    return said | {"id": new_id(), "pseudonym": own.asked.pseudonym}


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
    upload = _take_turn(session, found, file_id)
    require(queries.why_not_back(session, upload, why))
    upload.sheets, upload.undone_at = _remove(session, upload), now
    session.flush()
    facts = {"file": upload.sha256, "sheets": upload.sheets}
    record(session, REDCAP_BACK, found.project, facts, by=by, now=now, why=why)


def _remove(session: Session, upload: RecordsFile) -> int:
    """How many went. What somebody had deleted themselves stays done, or it could come again."""
    going = queries.still_here(session, upload)
    identified = col(IdentifiedAnswers.invitation_id).in_(queries.invitations_by(upload))
    session.execute(delete(IdentifiedAnswers).where(identified))
    confidential = col(ConfidentialAnswers.id).in_(queries.pseudonymous(upload))
    session.execute(delete(ConfidentialAnswers).where(confidential))
    session.execute(
        update(SurveyInvitation)
        .where(col(SurveyInvitation.id).in_(going))
        .values(is_done=False, records_file_id=None)
    )
    return len(going)
