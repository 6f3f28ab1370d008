"""Everything that a file of records is weighed against."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import records
from app.core.errors import require
from app.outcomes.redcap.design import NO_WAVE
from app.outcomes.redcap.names import form_name
from app.outcomes.redcap.package import package_of
from app.outcomes.redcap.records import Project as Design
from app.outcomes.sharing.queries import held
from app.outcomes.sharing.records import Held
from app.outcomes.sharing.redcap import Events, mark, plan_of
from app.outcomes.sharing.rules import linked_only, shared, why_not_share
from app.outcomes.sharing.taking.records import AskedHere, RowKey
from app.outcomes.sharing.taking.unasked.queries import unasked
from app.outcomes.sharing.taking.weighing import Study
from app.studies.consent.rules import UNANSWERED
from app.studies.enums import ConsentScope
from app.studies.models import Project, WaveSurvey
from app.studies.queries import ProjectInProgram, surveys_of_project
from app.surveys.enums import IdentityMode
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Pseudonym,
    Survey,
    SurveyInvitation,
)


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
    known = [*_asked(session, found.project)]
    known += unasked(session, found.project, read.waves, known)
    by_key = _by_key(read, design, [own for own in known if _may_pass(read, own)], secret)
    return Study(
        project=design,
        instruments={form_name(own.instrument.key): own.instrument for own in plan.asked},
        asked=by_key,
        arms=_arms(design, by_key),
        compares=why_not_share(read, linked_only(shared(read))) is None,
    )


def _by_key(
    read: Held, design: Design, known: Sequence[AskedHere], secret: str
) -> dict[RowKey, AskedHere]:
    events = Events(read, design)
    waves = {
        asks.id: (own.wave.months, form_name(asks.instrument))
        for own in read.waves
        for asks in own.instruments
    }
    found = {}
    for own in known:
        months, form = waves[own.wave_instrument_id]
        if form in design.questions:
            event = events.of(own.enrollment_id, months)
            found[RowKey(_name(read.project, own, secret), event, form)] = own
    return found


def _may_pass(read: Held, own: AskedHere) -> bool:
    stand = read.stands.get(own.enrollment_id, UNANSWERED)
    return stand.allows(ConsentScope.SHARE) and stand.allows(ConsentScope.LINK)


def _name(project: Project, own: AskedHere, secret: str) -> str:
    """What their record is called; a confidential one by nothing before they have a pseudonym."""
    if project.mode is IdentityMode.IDENTIFIED:
        return mark(secret, project.id, own.enrollment_id)
    return own.pseudonym or ""


def _arms(design: Design, keys: Mapping[RowKey, AskedHere]) -> dict[str, int]:
    arms = {event.name: event.arm for event in design.design.events}
    return {key.record: arms[key.event] for key in keys if key.record}


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
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(Survey.id))
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
        *(col(SurveyInvitation.survey_id), col(WaveSurvey.wave_instrument_id)),
        col(SurveyInvitation.enrollment_id),
        *(col(Enrollment.person_id), col(Enrollment.status)),
        opens_at.label("opens_at"),
        *(col(Survey.asks_then), col(SurveyInvitation.is_done), col(Pseudonym.pseudonym)),
        *(kind.answers, kind.sent_at),
    ).select_from(SurveyInvitation)
