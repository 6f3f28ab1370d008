"""What a file of records would do, which answers came by one, and whether they can go back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all
from sqlalchemy.orm import Mapped, Session
from sqlmodel import col

from app.language.reasons import Reason
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.projects.analyses.queries import job_under_way
from app.outcomes.redcap.reading import records_in
from app.outcomes.sharing.sent import sheet_sent
from app.outcomes.sharing.taking.asked.queries import study_of
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.rules import APPLIED, UNDER_WAY, why_not_take_back
from app.outcomes.sharing.taking.weighing import Checked, Plan, Ready, plan
from app.studies.models import Consent, Wave, WaveInstrument, WaveSurvey
from app.studies.queries import ProjectInProgram, surveys_of_project
from app.studies.trials.models import Trial, TrialAllocation
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Pseudonym,
    SurveyInvitation,
)


def look(
    session: Session,
    found: ProjectInProgram,
    content: bytes,
    *,
    secret: str,
    by: UUID,
    now: datetime,
) -> Ready:
    """Whether a file fits, and what would become of it; `by`: who looks.

    All of the study and of the file is read for it: no writer should wait meanwhile.

    Raises:
        RefusedError: It cannot be read, the study asks nothing yet, or REDCap could not tell its
            waves apart.
    """
    study = study_of(session, found, secret=secret)
    read = records_in(sheet_sent(content), study.project)
    own = plan(study, read.items, by=by, now=now) if not read.misfits else None
    is_lost = found.project.mode.is_anonymous
    checked = Checked(read.misfits, len(read.items), None if is_lost else own)
    return Ready(study, read.items, checked)


def plan_now(
    session: Session,
    found: ProjectInProgram,
    ready: Ready,
    *,
    secret: str,
    by: UUID,
    now: datetime,
) -> Plan | None:
    """What becomes of a file in the study as it is now; None if its records may not fit any more.

    The file is not read again, and it is weighed anew only where somebody has changed the study.
    """
    study = study_of(session, found, secret=secret)
    if study == ready.study:
        return ready.checked.plan
    if study.project != ready.study.project or ready.checked.plan is None:
        return None
    return plan(study, ready.records, by=by, now=now)


def agreed_places(session: Session, project_id: UUID) -> list[UUID]:
    """The places of all who ever answered a project's text: only theirs can come in or go back."""
    found = select(col(Consent.enrollment_id)).where(col(Consent.project_id) == project_id)
    return list(session.scalars(found.distinct()))


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
    return _confidential(upload, col(ConfidentialAnswers.id))


def still_here(session: Session, upload: RecordsFile) -> list[UUID]:
    """The invitations to which answers that came by a file are here: nobody had them deleted."""
    identified = select(col(IdentifiedAnswers.invitation_id)).where(
        col(IdentifiedAnswers.invitation_id).in_(invitations_by(upload))
    )
    confidential = _confidential(upload, col(SurveyInvitation.id))
    return list(session.scalars(union_all(identified, confidential)))


def _confidential(upload: RecordsFile, what: Mapped[UUID]) -> Select[UUID]:
    return (
        select(what)
        .select_from(ConfidentialAnswers)
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


def why_not_take_in(session: Session, upload: RecordsFile) -> Reason | None:
    """Why nothing of a file comes in now."""
    if upload.applied_at is not None:
        return APPLIED
    return UNDER_WAY if job_under_way(session, upload.project_id) else None


def why_not_back(session: Session, upload: RecordsFile, why: str = "-") -> Reason | None:
    """Why the answers of a file stay now. `why`: the reason that somebody gave."""
    project_id = upload.project_id
    return why_not_take_back(
        upload,
        analyses=count_analyses(session, project_id),
        is_under_way=job_under_way(session, project_id) is not None,
        is_drawn_on=_is_drawn_on(session, upload),
        why=why,
    )


def _is_drawn_on(session: Session, upload: RecordsFile) -> bool:
    """Whether an arm was drawn, since a file came in, for somebody whose baseline it brought."""
    if upload.applied_at is None:
        return False
    found = (
        select(col(TrialAllocation.id))
        .join(Trial, col(Trial.id) == col(TrialAllocation.trial_id))
        .join(
            SurveyInvitation,
            col(SurveyInvitation.enrollment_id) == col(TrialAllocation.enrollment_id),
        )
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(SurveyInvitation.survey_id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .where(
            *(col(Trial.project_id) == upload.project_id, came_by(upload)),
            *(col(Wave.months) == 0, col(TrialAllocation.at) >= upload.applied_at),
        )
    )
    return session.scalar(found.limit(1)) is not None
