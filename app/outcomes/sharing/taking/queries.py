"""Reads of files that were sent, and of everything that a file is weighed against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Enrollment
from app.core.db import records
from app.core.errors import require
from app.language.reasons import Reason
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.queries import job_under_way
from app.outcomes.redcap.design import NO_WAVE
from app.outcomes.redcap.names import form_name
from app.outcomes.redcap.package import package_of
from app.outcomes.redcap.records import Project as Design
from app.outcomes.sharing.queries import held
from app.outcomes.sharing.records import Held
from app.outcomes.sharing.redcap import Events, mark, plan_of
from app.outcomes.sharing.rules import linked_only, shared, why_not_share
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.rules import Study, why_not_take_back
from app.studies.consent.rules import UNANSWERED
from app.studies.enums import ConsentScope
from app.studies.models import Project
from app.studies.queries import ProjectInProgram, surveys_of_project
from app.surveys.enums import IdentityMode
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Pseudonym,
    Survey,
    SurveyInvitation,
)


@dataclass(frozen=True)
class AskedHere:
    """That a learner was asked a questionnaire of a project, and what is here of it."""

    invitation_id: UUID
    survey_id: UUID
    enrollment_id: UUID
    person_id: UUID
    status: EnrollmentStatus
    opens_at: datetime
    asks_then: bool
    is_done: bool
    pseudonym: str | None
    """Of a confidential study, once they have one."""
    answers: dict[str, Any] | None
    """Sent or not; None: nothing was begun."""
    sent_at: datetime | None


def study_of(session: Session, found: ProjectInProgram, *, secret: str) -> Study:
    """What a file is weighed against, in a constant number of statements.

    `secret`: the installation's key, by which records of identified people are named.

    Raises:
        RefusedError: The study asks nothing yet, or REDCap could not tell the waves apart.
    """
    read = held(session, found)
    plan = plan_of(read)
    require(None if plan.asked else NO_WAVE)
    design = package_of(plan).project
    asked = [own for own in _asked(session, found.project) if _may_pass(read, own)]
    names = {own.enrollment_id: _name(found.project, own, secret) for own in asked}
    events, surveys = Events(read, design), {own.survey_id: own for own in read.asked}
    by_key = {
        (
            names[own.enrollment_id],
            events.of(own.enrollment_id, surveys[own.survey_id].months),
            form_name(surveys[own.survey_id].key),
        ): own
        for own in asked
    }
    return Study(
        project=design,
        surveys=surveys,
        asked=by_key,
        arms=_arms(design, by_key),
        compares=why_not_share(read, linked_only(shared(read))) is None,
    )


def _may_pass(read: Held, own: AskedHere) -> bool:
    stand = read.stands.get(own.enrollment_id, UNANSWERED)
    return stand.allows(ConsentScope.SHARE) and stand.allows(ConsentScope.LINK)


def _name(project: Project, own: AskedHere, secret: str) -> str:
    """What their record is called; a confidential one by nothing before they have a pseudonym."""
    if project.mode is IdentityMode.IDENTIFIED:
        return mark(secret, project.id, own.enrollment_id)
    return own.pseudonym or ""


def _arms(design: Design, keys: Mapping[tuple[str, str, str], AskedHere]) -> dict[str, int]:
    arms = {event.name: event.arm for event in design.design.events}
    return {record: arms[event] for record, event, _form in keys if record}


def _asked(session: Session, project: Project) -> list[AskedHere]:
    """Every learner's invitation to the project's surveys, with what is here of it."""
    kind: Any
    is_theirs = and_(
        col(Pseudonym.scope_id) == project.id,
        col(Pseudonym.enrollment_id) == col(SurveyInvitation.enrollment_id),
    )
    if project.mode is IdentityMode.IDENTIFIED:
        kind = IdentifiedAnswers
        is_of_it = col(IdentifiedAnswers.invitation_id) == col(SurveyInvitation.id)
    elif project.mode is IdentityMode.CONFIDENTIAL:
        kind = ConfidentialAnswers
        is_of_it = and_(
            col(ConfidentialAnswers.survey_id) == col(SurveyInvitation.survey_id),
            col(ConfidentialAnswers.pseudonym) == col(Pseudonym.pseudonym),
        )
    else:
        return []
    rows = session.execute(
        _columns(kind)
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .join(Enrollment, col(Enrollment.id) == col(SurveyInvitation.enrollment_id))
        .outerjoin(Pseudonym, is_theirs)
        .outerjoin(kind, is_of_it)
        .where(col(SurveyInvitation.survey_id).in_(surveys_of_project(project.id)))
        .order_by(col(SurveyInvitation.id))
    )
    return records(rows, AskedHere)


def _columns(kind: Any) -> Select[*tuple[Any, ...]]:
    opens_at = func.coalesce(col(SurveyInvitation.opens_at), col(Survey.opens_at))
    return select(
        col(SurveyInvitation.id).label("invitation_id"),
        *(col(SurveyInvitation.survey_id), col(SurveyInvitation.enrollment_id)),
        *(col(Enrollment.person_id), col(Enrollment.status)),
        opens_at.label("opens_at"),
        *(col(Survey.asks_then), col(SurveyInvitation.is_done), col(Pseudonym.pseudonym)),
        *(kind.answers, kind.sent_at),
    ).select_from(SurveyInvitation)


def asked_places(session: Session, project_id: UUID) -> list[UUID]:
    """The places of all learners who were asked something in a project."""
    own = col(SurveyInvitation.survey_id).in_(surveys_of_project(project_id))
    found = select(col(SurveyInvitation.enrollment_id)).where(own).distinct()
    return [place for place in session.scalars(found) if place is not None]


def came_by(upload: RecordsFile) -> ColumnElement[bool]:
    """That the answers to an invitation came by a file."""
    return and_(
        col(SurveyInvitation.survey_id).in_(surveys_of_project(upload.project_id)),
        col(SurveyInvitation.records_file_id) == upload.id,
    )


def invitations_by(upload: RecordsFile) -> Select[UUID]:
    """The invitations whose answers came by a file, to be asked within a statement."""
    return select(col(SurveyInvitation.id)).where(came_by(upload))


def pseudonymous(upload: RecordsFile) -> Select[UUID]:
    """The ids of confidential answers that came by a file, to be asked within a statement."""
    return (
        select(col(ConfidentialAnswers.id))
        .join(
            Pseudonym,
            and_(
                col(Pseudonym.pseudonym) == col(ConfidentialAnswers.pseudonym),
                col(Pseudonym.scope_id) == upload.project_id,
            ),
        )
        .join(
            SurveyInvitation,
            and_(
                col(SurveyInvitation.survey_id) == col(ConfidentialAnswers.survey_id),
                col(SurveyInvitation.enrollment_id) == col(Pseudonym.enrollment_id),
            ),
        )
        .where(came_by(upload))
    )


def count_analyses(session: Session, project_id: UUID) -> int:
    """How many analyses of a project there are."""
    found = select(func.count()).where(col(ProjectAnalysis.project_id) == project_id)
    return session.scalar(found) or 0


def why_not_back(session: Session, upload: RecordsFile, why: str = "-") -> Reason | None:
    """Why the answers of a file stay now. `why`: the reason that somebody gave."""
    project_id = upload.project_id
    return why_not_take_back(
        upload,
        analyses=count_analyses(session, project_id),
        is_under_way=job_under_way(session, project_id) is not None,
        why=why,
    )


def files_of(session: Session, project_id: UUID) -> Sequence[RecordsFile]:
    """The files that were sent for a project, without their bytes, the newest first."""
    found = select(RecordsFile).where(col(RecordsFile.project_id) == project_id)
    without = defer(RecordsFile.content, raiseload=True)  # type: ignore[arg-type]
    newest = col(RecordsFile.sent_at).desc(), col(RecordsFile.id)
    return session.scalars(found.options(without).order_by(*newest)).all()


def waiting(session: Session, project_id: UUID, sha256: str) -> RecordsFile | None:
    """The same file, where it waits already."""
    return session.scalars(
        select(RecordsFile).where(
            *(col(RecordsFile.project_id) == project_id, col(RecordsFile.sha256) == sha256),
            col(RecordsFile.applied_at).is_(None),
        )
    ).first()


def lock_file(session: Session, file_id: UUID) -> RecordsFile | None:
    """A file as it is now, locked until commit; None if it was thrown away."""
    found = select(RecordsFile).where(col(RecordsFile.id) == file_id)
    held = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(held)


def is_old(before: datetime) -> ColumnElement[bool]:
    """That a file was sent before that moment and never taken in."""
    return and_(col(RecordsFile.applied_at).is_(None), col(RecordsFile.sent_at) < before)


def has_old_file(session: Session, before: datetime) -> bool:
    """Whether any file waits since before that moment."""
    return bool(session.scalar(select(exists().where(is_old(before)))))
