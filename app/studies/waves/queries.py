"""Reads of waves: what is planned, what was put and answered."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, false, func, or_, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, Program, Unit
from app.core.db import records
from app.core.models import OutboxMessage
from app.language.moments import local
from app.studies.models import (
    Project,
    ProjectCohort,
    Wave,
    WaveInstrument,
    WaveSurvey,
)
from app.studies.opening.queries import is_open
from app.studies.raters.models import Rater
from app.surveys.models import Survey, SurveyInvitation


@dataclass(frozen=True)
class WavePlan:
    """A wave, and what it asks whom."""

    wave: Wave
    instruments: Sequence[WaveInstrument]


@dataclass(frozen=True)
class CohortStudied:
    """A project in one of its cohorts."""

    project: Project
    program: Program
    cohort: Cohort
    start: date
    """The day of the cohort's first session, else its first day; on its own calendar."""


@dataclass(frozen=True)
class PutSurvey:
    """A survey that an instrument of a wave became."""

    survey: Survey
    wave_id: UUID
    wave_instrument_id: UUID


@dataclass(frozen=True)
class AskedPlace:
    """An invitation, and the learner whom it is about."""

    survey_invitation: SurveyInvitation
    enrollment_id: UUID
    """Of a mentee's: who named them."""


def waves_of(session: Session, project_ids: Collection[UUID]) -> dict[UUID, list[WavePlan]]:
    """The waves of some projects in their order: one statement."""
    rows: Any = session.execute(
        select(Wave, WaveInstrument)
        .outerjoin(WaveInstrument, col(WaveInstrument.wave_id) == col(Wave.id))
        .where(col(Wave.project_id).in_(project_ids))
        .order_by(col(Wave.months), col(WaveInstrument.respondent), col(WaveInstrument.instrument))
    )
    waves: dict[UUID, Wave] = {}
    asked: defaultdict[UUID, list[WaveInstrument]] = defaultdict(list)
    for wave, instrument in rows:
        waves[wave.id] = wave
        asked[wave.id] += [instrument] if instrument is not None else []
    plans: dict[UUID, list[WavePlan]] = {id_: [] for id_ in project_ids}
    for wave in waves.values():
        plans[wave.project_id].append(WavePlan(wave, asked[wave.id]))
    return plans


def cohorts_at_work(session: Session, project_id: UUID | None = None) -> list[CohortStudied]:
    """Every cohort of a project that tells its people what it is; or of one project, all."""
    if project_id is not None:
        return cohorts_studied(session, [project_id])
    has_wave = exists().where(col(Wave.project_id) == col(Project.id))
    return _studied(session, _STUDIED.where(is_open(), has_wave))


def cohorts_studied(session: Session, project_ids: Collection[UUID]) -> list[CohortStudied]:
    """All cohorts of some projects: two statements."""
    return _studied(session, _STUDIED.where(col(Project.id).in_(project_ids)))


_STUDIED: Select[Project, Program, Cohort] = (
    select(Project, Program, Cohort)
    .join(ProjectCohort, col(ProjectCohort.project_id) == col(Project.id))
    .join(Cohort, col(Cohort.id) == col(ProjectCohort.cohort_id))
    .join(Program, col(Program.id) == col(Project.program_id))
    .order_by(col(Project.made_at), col(Cohort.enrollment_opens_at), col(Cohort.id))
)


def _studied(session: Session, found: Select[Project, Program, Cohort]) -> list[CohortStudied]:
    rows = session.execute(found).all()
    starts = starts_of(session, [cohort for _project, _program, cohort in rows])
    return [CohortStudied(*row, starts[row[2].id]) for row in rows]


def starts_of(session: Session, cohorts: Sequence[Cohort]) -> dict[UUID, date]:
    """When each cohort begins, on its own calendar; a session that moved counts where it is."""
    if not cohorts:
        return {}
    first = (
        select(col(Unit.cohort_id), func.min(col(CaseSession.local_date)))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(
            col(Unit.cohort_id).in_([cohort.id for cohort in cohorts]),
            col(CaseSession.canceled_at).is_(None),
        )
        .group_by(col(Unit.cohort_id))
    )
    known = {row[0]: row[1] for row in session.execute(first)}
    return {
        cohort.id: known.get(cohort.id) or local(cohort.enrollment_opens_at, cohort.zone).date()
        for cohort in cohorts
    }


def surveys_put(
    session: Session, project_id: UUID, cohort_ids: Collection[UUID] | None = None
) -> list[PutSurvey]:
    """The surveys of a project, the oldest first. `cohort_ids`: only in these."""
    found: Any = (
        select(Survey, col(WaveInstrument.wave_id), col(WaveInstrument.id).label("instrument_id"))
        .join(WaveSurvey, col(WaveSurvey.survey_id) == col(Survey.id))
        .join(WaveInstrument, col(WaveInstrument.id) == col(WaveSurvey.wave_instrument_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .where(col(Wave.project_id) == project_id)
        .order_by(col(Survey.made_at), col(Survey.key))
    )
    if cohort_ids is not None:
        found = found.where(col(WaveSurvey.cohort_id).in_(cohort_ids))
    return [PutSurvey(*row) for row in session.execute(found)]


def versions_used(session: Session, project_id: UUID) -> dict[str, UUID]:
    """By the key of an instrument, the version that the project asked first: it asks no other."""
    found = (
        select(col(WaveInstrument.instrument), col(Survey.version_id))
        .join(WaveSurvey, col(WaveSurvey.wave_instrument_id) == col(WaveInstrument.id))
        .join(Survey, col(Survey.id) == col(WaveSurvey.survey_id))
        .join(Wave, col(Wave.id) == col(WaveInstrument.wave_id))
        .where(col(Wave.project_id) == project_id)
        .order_by(col(Survey.made_at).desc())
    )
    return {row.instrument: row.version_id for row in session.execute(found)}


def asked_in(
    session: Session, survey_ids: Collection[UUID], place_id: UUID | None = None
) -> list[AskedPlace]:
    """Every invitation to these surveys, or those about one place: one statement."""
    about = func.coalesce(col(SurveyInvitation.enrollment_id), col(Rater.enrollment_id))
    rows = session.execute(
        select(SurveyInvitation, about.label("enrollment_id"))
        .outerjoin(Rater, col(Rater.id) == col(SurveyInvitation.rater_id))
        .where(
            col(SurveyInvitation.survey_id).in_(survey_ids),
            true() if place_id is None else about == place_id,
        )
        .order_by(col(SurveyInvitation.survey_id), col(SurveyInvitation.id))
    )
    return records(rows, AskedPlace)


def letters_of(
    session: Session, wave_ids: Collection[UUID], who: UUID | None = None
) -> dict[str, datetime]:
    """When each letter of some waves was written, by its key: one statement.

    `who`: only those to this place or mentee.
    """
    kinds = ("wave_open", "wave_reminder", "wave_mentee", "wave_mentee_reminder")
    begins = [f"{kind}:{wave_id}:{who or ''}" for wave_id in wave_ids for kind in kinds]
    found = select(col(OutboxMessage.key), col(OutboxMessage.created_at)).where(
        or_(false(), *(col(OutboxMessage.key).startswith(begin) for begin in begins))
    )
    return {row.key: row.created_at for row in session.execute(found)}
