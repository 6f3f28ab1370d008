"""When somebody would be asked, read for their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.consent.queries import stand_of
from app.studies.enums import Respondent
from app.studies.models import PlaceAnchor, Project, Wave
from app.studies.queries import Studied
from app.studies.raters.queries import RaterCase
from app.studies.raters.rules import is_asked
from app.studies.waves.queries import CohortStudied, WavePlan, cohorts_studied, waves_of
from app.studies.waves.rules import WaveWindow, anchor_of, window_of
from app.surveys.rules import CAME


@dataclass(frozen=True)
class PlannedWave:
    """A wave that asks somebody something."""

    months: int
    first_day: int
    last_day: int
    """Both as of `Wave`."""
    window: WaveWindow | None
    """None: it counts from the draw of their group, which is to come."""


@dataclass(frozen=True)
class PlannedFor:
    """What a study will ask of somebody."""

    waves: Sequence[PlannedWave]
    """Those that ask them something themselves."""
    asks_mentees: bool
    """Whether a wave asks mentees whom they name, and there is a text for these."""
    language: str
    """Of the program's own texts."""

    def terms(self, project: Project) -> str:
        """Changes with what somebody is told of a study besides its text, before they answer."""
        waves = [(wave.months, wave.first_day, wave.last_day) for wave in self.waves]
        named = project.mode.value, project.determination.value, project.determination_number
        return sha256(repr((named, waves, self.asks_mentees)).encode()).hexdigest()[:16]


def planned_for(session: Session, place: Studied) -> PlannedFor:
    """Read in four statements."""
    return planned_in(session, [place])[0]


def planned_in(session: Session, places: Sequence[Studied]) -> list[PlannedFor]:
    """What studies will ask in some places, in their order: four statements."""
    return [
        PlannedFor(
            known.waves(Respondent.LEARNER),
            any(_asks(plan, Respondent.MENTEE) for plan in known.plans),
            known.here.program.language,
        )
        for known in _all_known(session, places)
    ]


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
        return [wave.window for wave in self.waves(respondent) if wave.window is not None]

    def waves(self, respondent: Respondent) -> list[PlannedWave]:
        """Those that ask them something."""
        return [self._planned(plan.wave) for plan in self.plans if _asks(plan, respondent)]

    def _planned(self, wave: Wave) -> PlannedWave:
        kind, days = self.place.project.anchor, (wave.first_day, wave.last_day)
        day = anchor_of(kind, wave.months, start=self.here.start, own=self.own_day)
        zone = self.place.cohort.zone
        window = window_of(day, wave.months, *days, zone) if day is not None else None
        return PlannedWave(wave.months, *days, window)


def _asks(plan: WavePlan, respondent: Respondent) -> bool:
    return any(own.respondent is respondent for own in plan.instruments)


def _known(session: Session, place: Studied) -> _Known:
    return _all_known(session, [place])[0]


def _all_known(session: Session, places: Sequence[Studied]) -> list[_Known]:
    ids = {place.project.id for place in places}
    here = {(own.project.id, own.cohort.id): own for own in cohorts_studied(session, ids)}
    plans = waves_of(session, ids)
    rows = session.scalars(
        select(PlaceAnchor).where(
            col(PlaceAnchor.project_id).in_(ids),
            col(PlaceAnchor.enrollment_id).in_([place.enrollment.id for place in places]),
        )
    )
    days = {(row.project_id, row.enrollment_id): row.day for row in rows}
    return [
        _Known(
            place,
            here[place.project.id, place.cohort.id],
            plans[place.project.id],
            days.get((place.project.id, place.enrollment.id)),
        )
        for place in places
    ]
