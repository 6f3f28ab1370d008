"""When somebody would be asked, read for their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.consent.queries import stand_of
from app.studies.enums import Respondent
from app.studies.models import PlaceAnchor
from app.studies.queries import Studied
from app.studies.raters.queries import RaterCase
from app.studies.raters.rules import is_asked
from app.studies.waves.queries import CohortStudied, WavePlan, cohorts_at_work, waves_of
from app.studies.waves.rules import WaveWindow, anchor_of, window_of
from app.surveys.rules import CAME


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
    known = _known(session, place)
    asks_mentees = any(
        asked.respondent is Respondent.MENTEE for plan in known.plans for asked in plan.instruments
    )
    windows = known.windows(Respondent.LEARNER)
    return PlannedFor(windows, asks_mentees, known.here.program.language)


def is_over_for_mentee(session: Session, place: Studied, now: datetime) -> bool:
    """Whether every time has passed at which a mentee of somebody would be asked.

    Not where nobody knows yet when that is. Read in four statements.
    """
    known = _known(session, place)
    windows = known.windows(Respondent.MENTEE)
    asks = sum(_asks(plan, Respondent.MENTEE) for plan in known.plans)
    return len(windows) == asks > 0 and all(window.closes_at <= now for window in windows)


def is_still_asked(session: Session, case: RaterCase, now: datetime) -> bool:
    """Whether something can be asked of a mentee still: six statements at most.

    They are the one who is named, whoever named them takes part and allows it, and there is a wave
    to come.
    """
    mentor = stand_of(session, case.project.id, case.enrollment.id)
    if case.enrollment.status not in CAME:
        return False
    if not is_asked(mentor, is_current=case.stand.is_current):
        return False
    return not is_over_for_mentee(session, case.place, now)


@dataclass(frozen=True)
class _Known:
    """The waves of a study, and from when they count for one place."""

    place: Studied
    here: CohortStudied
    plans: Sequence[WavePlan]
    own_day: date | None

    def windows(self, respondent: Respondent) -> list[WaveWindow]:
        """Those in which somebody is asked, as far as it is known when."""
        found = []
        for plan in self.plans:
            wave, anchor = plan.wave, self.place.project.anchor
            day = anchor_of(anchor, wave.months, start=self.here.start, own=self.own_day)
            if _asks(plan, respondent) and day is not None:
                days = wave.first_day, wave.last_day
                found.append(window_of(day, wave.months, *days, self.place.cohort.zone))
        return found


def _asks(plan: WavePlan, respondent: Respondent) -> bool:
    return any(own.respondent is respondent for own in plan.instruments)


def _known(session: Session, place: Studied) -> _Known:
    project = place.project
    found = cohorts_at_work(session, project.id)
    here = next(own for own in found if own.cohort.id == place.cohort.id)
    own_day = session.scalar(
        select(col(PlaceAnchor.day)).where(
            col(PlaceAnchor.project_id) == project.id,
            col(PlaceAnchor.enrollment_id) == place.enrollment.id,
        )
    )
    return _Known(place, here, waves_of(session, [project.id])[project.id], own_day)
