"""A cohort of more than a year ago, and the trial in it, which goes on."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.cohorts.archive.actions import archive
from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import Cohort
from app.cohorts.queries import units
from app.cohorts.rules import to_utc
from app.demo import draws, evaluations, people, work
from app.demo.calendar import NOON, CohortDates, deadline
from app.demo.draws import Learner
from app.demo.program import DemoProgram
from app.demo.study import texts, waves
from app.demo.study.answers import draw_own
from app.demo.study.people import Somebody
from app.demo.study.trial import DAY, DemoTrial
from app.demo.work import learner_in
from app.language.moments import local
from app.studies.consent.actions import keep_text
from app.studies.enums import Determination, Respondent, WaveAnchor
from app.studies.models import Project
from app.studies.projects.actions import make
from app.studies.projects.rules import Described
from app.studies.trials import actions as trials
from app.studies.trials.setup.actions import design
from app.studies.trials.setup.rules import Design
from app.studies.waves.planning.actions import plan_wave
from app.studies.waves.rules import target_day
from app.surveys.enums import IdentityMode

SEATS = 48
WEEK = timedelta(weeks=1)


def run_trial(weekly: DemoProgram, dates: CohortDates) -> None:
    """The cohort is held and evaluated, and its people are asked three times so far."""
    cohort = weekly.cohort(dates, claims_close=deadline(dates.last + timedelta(days=30)))
    cohort.enrollment_closes_at = deadline(dates.first - WEEK)
    trial = _begin(weekly, cohort, dates)
    trial.ask_to_agree(dates.first - 29 * DAY)
    waves.hold(trial, 0, dates.first - 26 * DAY, 18 * DAY)
    drawn_at = dates.first - 6 * DAY
    trial.draw(drawn_at)
    trial.draw_no_more(drawn_at + DAY)
    trial.treat_otherwise(dates.first)
    waves.close_over(trial, dates.last)
    _hold_course(weekly, trial, dates)
    waves.hold(trial, 3, _target(cohort, drawn_at, 3) - 20 * DAY, 60 * DAY)
    trial.withdraw(drawn_at + 150 * DAY)
    trial.name_mentees(drawn_at + 250 * DAY)
    waves.hold(trial, 12, _target(cohort, drawn_at, 12) - 44 * DAY, 95 * DAY)
    waves.close_over(trial, weekly.now)
    why = "It is over; what the study still asks goes on."
    archive(weekly.session, cohort, reason=why, by=trial.by, now=weekly.now)


def _target(cohort: Cohort, drawn_at: datetime, months: int) -> datetime:
    day = target_day(local(drawn_at, cohort.zone).date(), months)
    return to_utc(day, NOON, cohort.zone)


def _begin(weekly: DemoProgram, cohort: Cohort, dates: CohortDates) -> DemoTrial:
    """A project with its texts and waves, and a sealed list."""
    session, by, at = weekly.session, weekly.cast["cora"].id, dates.first - 7 * WEEK
    random = Random(cohort.slug)  # noqa: S311 - what is drawn otherwise stays as it was
    project = _project(weekly, cohort, by, at)
    trial = design(session, project, Design(places=24), by=by, now=at + DAY)
    trials.seal_list(session, project, trial, secret=weekly.secret, by=by, now=at + 2 * DAY)
    everybody = _enroll(weekly, cohort, dates, random)
    return DemoTrial(
        session, project, trial, cohort, everybody, random, weekly.secret, by, weekly.now
    )


def _project(weekly: DemoProgram, cohort: Cohort, by: UUID, at: datetime) -> Project:
    described = Described(
        title=texts.TITLE,
        determination=Determination.RESEARCH,
        number=texts.NUMBER,
        mode=IdentityMode.CONFIDENTIAL,
        asks_consent=True,
        anchor=WaveAnchor.RANDOMIZED,
        cohort_ids=frozenset({cohort.id}),
    )
    project = make(weekly.session, weekly.course.program.id, described, by=by, now=at)
    project.is_synthetic = True
    for planned in waves.PLAN:
        months = planned.months
        plan_wave(weekly.session, project.id, planned, months=months, by=by, now=at)
    for respondent, text in (
        (Respondent.LEARNER, texts.FOR_MENTORS),
        (Respondent.MENTEE, texts.FOR_MENTEES),
    ):
        keep_text(weekly.session, project, respondent, "en", text, by=by, now=at)
    return project


def _enroll(
    weekly: DemoProgram, cohort: Cohort, dates: CohortDates, random: Random
) -> list[Somebody]:
    cora, at = weekly.cast["cora"].id, dates.first - 6 * WEEK
    faculty = people.make_faculty(
        weekly.session, weekly.institutions, random, SEATS, prefix="t", by=cora, now=at
    )
    everybody = []
    for number, person in enumerate(faculty):
        when = at + timedelta(hours=random.randint(1, 200))
        enrollment = enroll(weekly.session, cohort, person.id, by=cora, now=when)
        everybody.append(Somebody(number, person, enrollment, draw_own(random)))
    return everybody


def _hold_course(weekly: DemoProgram, trial: DemoTrial, dates: CohortDates) -> None:
    """Modules for all, sessions for those who have them, and the evaluation of the program."""
    rows, session = units(weekly.session, trial.cohort.id), weekly.session
    learners = {own.number: _learner(trial, own, len(rows)) for own in trial.everybody}
    for learner in learners.values():
        draws.study(session, rows, learner, trial.random, now=weekly.now)
    coming = [learners[own.number] for own in trial.everybody if own.has_sessions]
    for unit in rows:
        marks = draws.marks(unit, coming, trial.random)
        work.mark_session(session, unit, marks, by=weekly.cast["fay"].id)
    stayed = [learner.place for learner in learners.values() if learner.attests == len(rows)]
    evaluations.evaluate(
        session,
        trial.cohort,
        stayed,
        trial.random,
        share=slice(1, None, 2),
        secret=weekly.secret,
        last=dates.last,
        by=trial.by,
    )


def _learner(trial: DemoTrial, own: Somebody, total: int) -> Learner:
    """Three of four complete."""
    completes = trial.random.random() < 0.75
    attests = total if completes else trial.random.randint(1, total - 1)
    misses = trial.random.sample(range(1, total + 1), trial.random.randint(0, 2))
    return Learner(learner_in(trial.session, own.enrollment), attests, frozenset(misses))
