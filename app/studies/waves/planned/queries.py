"""When somebody would be asked, read for their own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.enums import Respondent
from app.studies.models import PlaceAnchor
from app.studies.queries import Studied
from app.studies.waves.queries import cohorts_at_work, waves_of
from app.studies.waves.rules import WaveWindow, anchor_of, window_of


@dataclass(frozen=True)
class PlannedFor:
    """What a study will ask of somebody."""

    windows: Sequence[WaveWindow]
    """Of the waves that ask them something themselves, as far as it is known when."""
    asks_mentees: bool
    """Whether a wave asks mentees whom they name, and there is a text for these."""
    language: str
    """Of the program's own texts."""


def planned_for(session: Session, place: Studied) -> PlannedFor:
    """Read in four statements."""
    project = place.project
    found = cohorts_at_work(session, project.id)
    here = next(own for own in found if own.cohort.id == place.cohort.id)
    plans = waves_of(session, [project.id])[project.id]
    own_day = session.scalar(
        select(col(PlaceAnchor.day)).where(
            col(PlaceAnchor.project_id) == project.id,
            col(PlaceAnchor.enrollment_id) == place.enrollment.id,
        )
    )
    windows = []
    for plan in plans:
        wave = plan.wave
        day = anchor_of(project.anchor, wave.months, start=here.start, own=own_day)
        asks = any(own.respondent is Respondent.LEARNER for own in plan.instruments)
        if asks and day is not None:
            own = window_of(day, wave.months, wave.first_day, wave.last_day, place.cohort.zone)
            windows.append(own)
    asks_mentees = any(
        asked.respondent is Respondent.MENTEE for plan in plans for asked in plan.instruments
    )
    return PlannedFor(windows, asks_mentees, here.program.language)
