"""Makes the demo in an empty database: institutions, people, cohorts of two programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import LearnerInCohort
from app.core import audit
from app.core.errors import RefusedError
from app.demo import disclosures, names, people
from app.demo.calendar import (
    CohortDates,
    coaching_dates,
    cohort_dates,
    deadline,
    trial_dates,
)
from app.demo.cohorts import course_of
from app.demo.program import DemoProgram
from app.demo.reminders import remind_of_week
from app.demo.study.run import run_trial
from app.language.reasons import reason
from app.messages.calendar.actions import choose_invitations
from app.people.models import Person

PROGRAM = "mentor-development"
COACHING = "coach-approach"
SERIES = "faculty-development-series"

NOT_EMPTY = reason(
    "demo.not_empty", "There are people in this database. The demo needs an empty one."
)


@dataclass(frozen=True)
class Finished:
    """The finished cohort's completers, for claims and certificates; Ben is the first."""

    dates: CohortDates
    completers: Sequence[LearnerInCohort]
    coordinator: Person
    facilitator: Person
    running: str
    """The running cohort, as addresses name it."""


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing is in the database but content."""
    return not session.scalar(select(exists().where(col(Person.id).is_not(None))))


def make(session: Session, *, secret: str, now: datetime) -> Finished:
    """Everything but claims and certificates. `secret`: `SECRET_KEY`.

    Raises `RefusedError` if there are people already.
    """
    if not is_empty(session):
        raise RefusedError(NOT_EMPTY)
    random = Random(2026)  # noqa: S311 - the same demo every time
    begin = now - timedelta(weeks=80)
    institutions, cast = people.make_cast(session, names.INSTITUTIONS, people.CAST, now=begin)
    around = institutions, cast, random, now, secret
    weekly = DemoProgram(session, course_of(session, PROGRAM), *around)
    finished, running, coming = cohort_dates(now, len(weekly.course.data.syllabus))
    past = weekly.cohort(finished, claims_close=deadline(now + timedelta(days=60)))
    present = weekly.cohort(running, claims_close=deadline(running.last + timedelta(days=30)))
    future = weekly.cohort(coming, claims_close=deadline(coming.last + timedelta(weeks=6)))
    for cohort, dates in ((past, finished), (present, running), (future, coming)):
        # as a draft proposes it; into the series that meets every seven weeks people come any time
        cohort.enrollment_closes_at = deadline(dates.first - timedelta(weeks=1))
    weekly.appoint_coordinator(begin)
    weekly.appoint_helpers(present, begin)
    weekly.appoint_officer(begin)
    run_trial(weekly, trial_dates(running))
    completers = weekly.fill_finished(past, finished)
    weekly.fill_running(present, running)
    remind_of_week(session, present, now=now)
    coaching = DemoProgram(session, course_of(session, COACHING), *around)
    slow = coaching_dates(now, len(coaching.course.data.syllabus))
    closes = deadline(slow.last + timedelta(days=45), slow.zone)
    coaching.appoint_coordinator(begin)
    coaching.fill_coaching(coaching.cohort(slow, claims_close=closes), slow)
    weekly.take_applications(future)
    disclosures.collect(session, future, cast, now)
    hour = DemoProgram(session, course_of(session, SERIES), *around)
    hour.appoint_coordinator(begin)
    season = hour.hold_series([past, present])
    choose_invitations(session, cast["fay"].id, wanted=True, now=now)
    audit.record(
        session,
        "demo.made",
        "program",
        weekly.course.program.id,
        by=None,
        now=now,
        facts={"cohorts": [finished.slug, running.slug, coming.slug, slow.slug, season.slug]},
        reason="The demo was asked for. All of it is invented.",
    )
    return Finished(finished, completers, cast["cora"], cast["fay"], running.slug)
