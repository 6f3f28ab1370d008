"""Reads of the waves whose time has begun or is over, before something is saved."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.studies.enums import WaveAnchor
from app.studies.lapses.rules import NOTHING_TO_TELL, CohortStart, Lapse, ToTell, lapses
from app.studies.models import Project
from app.studies.opening.queries import opening_of
from app.studies.opening.rules import Opening, opens
from app.studies.projects.rules import Described
from app.studies.queries import cohorts_of
from app.studies.waves.queries import WavePlan, starts_of, waves_of
from app.studies.waves.rules import DEFAULTS, WaveDays


def lapses_of_new(session: Session, described: Described, now: datetime) -> list[Lapse]:
    """Of the usual waves, which a new study has."""
    usual = [WaveDays(*days) for days in DEFAULTS]
    return _lapses(session, usual, described.anchor, described.cohort_ids, now)


def lapses_of_change(
    session: Session, project: Project, described: Described, now: datetime
) -> list[Lapse]:
    """Of a study's waves in the cohorts that come to it; in all, if they count from another day."""
    cohort_ids = set(described.cohort_ids)
    if described.anchor is project.anchor:
        cohort_ids -= {cohort.id for cohort in cohorts_of(session, project.id)}
    days = [_days(plan) for plan in waves_of(session, [project.id])[project.id]]
    return _lapses(session, days, described.anchor, cohort_ids, now)


def lapses_of_waves(
    session: Session, project: Project, waves: Iterable[WaveDays], now: datetime
) -> list[Lapse]:
    """Of some waves in the cohorts of their study."""
    cohort_ids = [cohort.id for cohort in cohorts_of(session, project.id)]
    return _lapses(session, waves, project.anchor, cohort_ids, now)


def told_at_opening(session: Session, project: Project, after: Opening, now: datetime) -> ToTell:
    """Of all its waves, once a change opens a study; else nothing. `after`: as it is by that."""
    if not opens(opening_of(session, project.id), after):
        return NOTHING_TO_TELL
    plans = waves_of(session, [project.id])[project.id]
    days = [_days(plan) for plan in plans if plan.wave.months in after.waves]
    return ToTell(lapses_of_waves(session, project, days, now), opens=True)


def _days(plan: WavePlan) -> WaveDays:
    return WaveDays(plan.wave.months, plan.wave.first_day, plan.wave.last_day)


def _lapses(
    session: Session,
    waves: Iterable[WaveDays],
    anchor: WaveAnchor,
    cohort_ids: Collection[UUID],
    now: datetime,
) -> list[Lapse]:
    found = select(Cohort).where(col(Cohort.id).in_(cohort_ids))
    cohorts = session.scalars(
        found.order_by(col(Cohort.enrollment_opens_at).desc(), col(Cohort.id))
    )
    known = list(cohorts)
    starts = starts_of(session, known)
    here = [CohortStart(cohort.title, cohort.zone, starts[cohort.id]) for cohort in known]
    return lapses(waves, anchor, here, now)
