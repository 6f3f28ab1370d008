"""Everything that the analysis of a project is made of, in a constant number of statements.

Arms and waves are put beside answers by the software alone: no name and no key leaves this module.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.content.models import ContentVersion
from app.core.db import records
from app.outcomes.analysis.project.records import Study
from app.outcomes.projects.rules import (
    AskedSurvey,
    Drawn,
    Invited,
    Known,
    SentSheet,
    SheetKey,
    reference,
    study,
)
from app.studies.enums import ConsentScope, Respondent
from app.studies.models import Consent, Project, Wave, WaveInstrument, WaveSurvey
from app.studies.queries import project_by_key
from app.studies.raters.models import Rater
from app.studies.trials.consort.queries import analyzed
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum
from app.studies.trials.queries import trial_of
from app.studies.trials.rules import arms_of
from app.surveys.answering.queries import sheets
from app.surveys.models import Pseudonym, Survey, SurveyInvitation


@dataclass(frozen=True)
class _DrawnRow:
    """What was drawn for a place."""

    enrollment_id: UUID
    arm: int
    label: str
    """Of the stratum."""


@dataclass(frozen=True)
class ProjectRead:
    """What an analysis is made of."""

    study: Study
    per_protocol: frozenset[str]
    """Who did what their arm was to do, by `Sheet.person`."""


def read_project(session: Session, key: str, now: datetime) -> ProjectRead | None:
    """A project by its address, as it can be analyzed now; None if there is none."""
    found = project_by_key(session, key)
    if found is None:
        return None
    study = study_of(session, found.project, now)
    return ProjectRead(study, _per_protocol(session, found.project, now))


def _per_protocol(session: Session, project: Project, now: datetime) -> frozenset[str]:
    trial = trial_of(session, project.id)
    people = analyzed(session, project, trial, now) if trial else ()
    return frozenset(str(own.enrollment_id) for own in people if own.per_protocol)


@dataclass(frozen=True)
class ProjectAnswers:
    """What was asked and answered, and what is known of who did."""

    asked: list[AskedSurvey]
    sent: list[SentSheet]
    known: Known


def study_of(session: Session, project: Project, now: datetime) -> Study:
    """A project's answers as far as they may be read now, turned into scores: eight statements."""
    read = answers_of(session, project, trial_of(session, project.id))
    return study(project, read.asked, read.sent, read.known, now)


def answers_of(session: Session, project: Project, trial: Trial | None) -> ProjectAnswers:
    """A project's answers as far as they may be read now, as they were given."""
    asked = _surveys(session, project.id)
    ids = [survey.survey_id for survey in asked]
    sent = [SentSheet(of, own.link, own.answers, own.sent_at) for of, own in sheets(session, ids)]
    known = Known(
        invited=_invited(session, project.id, ids),
        links=_links(session, project.id),
        drawn=_drawn(session, trial),
        reference=reference(arms_of(trial)) if trial else "",
    )
    return ProjectAnswers(asked, sent, known)


def _surveys(session: Session, project_id: UUID) -> list[AskedSurvey]:
    rows = session.execute(
        select(
            col(Survey.id).label("survey_id"),
            col(ContentVersion.key),
            col(ContentVersion.hash).label("version"),
            col(ContentVersion.data),
            col(Wave.months),
            (col(WaveInstrument.respondent) == Respondent.MENTEE).label("is_mentee"),
        )
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(Survey.id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .join(ContentVersion, col(ContentVersion.id) == col(Survey.version_id))
        .where(col(Wave.project_id) == project_id)
        .order_by(
            *(col(ContentVersion.key), col(ContentVersion.hash)),
            *(col(Wave.months), col(Survey.id)),
        )
    )
    return records(rows, AskedSurvey)


def _invited(
    session: Session, project_id: UUID, survey_ids: Collection[UUID]
) -> dict[SheetKey, Invited]:
    """Whom each sheet is about, and until when it is asked."""
    about = func.coalesce(col(SurveyInvitation.enrollment_id), col(Rater.enrollment_id))
    own = or_(
        col(Pseudonym.enrollment_id) == col(SurveyInvitation.enrollment_id),
        col(Pseudonym.rater_id) == col(SurveyInvitation.rater_id),
    )
    found: Select[*tuple[Any, ...]] = (
        select(
            col(SurveyInvitation.survey_id),
            about.label("place"),
            col(Pseudonym.pseudonym),
            func.coalesce(col(SurveyInvitation.enrollment_id), col(SurveyInvitation.rater_id)),
            func.coalesce(col(SurveyInvitation.closes_at), col(Survey.closes_at)),
        )
        .join(Survey, col(Survey.id) == col(SurveyInvitation.survey_id))
        .outerjoin(Rater, col(Rater.id) == col(SurveyInvitation.rater_id))
        .outerjoin(Pseudonym, (col(Pseudonym.scope_id) == project_id) & own)
        .where(col(SurveyInvitation.survey_id).in_(survey_ids))
    )
    return {
        SheetKey(survey_id, pseudonym or str(id_)): Invited(place, closes_at)
        for survey_id, place, pseudonym, id_, closes_at in session.execute(found)
    }


def _links(session: Session, project_id: UUID) -> dict[UUID, bool]:
    """Whether each who answered the project's text allowed that waves are put together."""
    newer = aliased(Consent)
    is_newest = ~exists().where(
        col(newer.project_id) == col(Consent.project_id),
        col(newer.enrollment_id) == col(Consent.enrollment_id),
        col(newer.edition) > col(Consent.edition),
    )
    found = select(col(Consent.enrollment_id), col(Consent.scopes)).where(
        col(Consent.project_id) == project_id, is_newest
    )
    return {place: ConsentScope.LINK in scopes for place, scopes in session.execute(found)}


def _drawn(session: Session, trial: Trial | None) -> dict[UUID, Drawn]:
    """The arm and the stratum of each place, by what they are called."""
    if trial is None:
        return {}
    titles = [arm.title for arm in arms_of(trial)]
    rows = session.execute(
        select(
            col(TrialAllocation.enrollment_id), col(TrialAllocation.arm), col(TrialStratum.label)
        )
        .join(TrialStratum, col(TrialStratum.id) == col(TrialAllocation.stratum_id))
        .where(col(TrialAllocation.trial_id) == trial.id)
    )
    drawn = records(rows, _DrawnRow)
    return {own.enrollment_id: Drawn(titles[own.arm - 1], own.label) for own in drawn}
