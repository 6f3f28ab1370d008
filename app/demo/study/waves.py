"""The waves of the demo's trial: people are asked, and most answer while there is time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.content.models import ContentVersion
from app.demo.study import answers, people
from app.demo.study.people import Somebody
from app.demo.study.trial import DAY, DemoTrial
from app.packs.instruments.schema import InstrumentData
from app.studies.enums import Respondent
from app.studies.raters.queries import current_raters
from app.studies.waves.asking.actions import ask
from app.studies.waves.planning.rules import Asks, Planned
from app.studies.waves.queries import cohorts_at_work, surveys_put, waves_of
from app.surveys import actions as surveys
from app.surveys.answering.rules import Answers
from app.surveys.models import Survey, SurveyInvitation

SELF, MENTEES = "competency-self", "competency-mentee"
OF_MENTORS = Asks(Respondent.LEARNER, SELF)
PLAN = (
    Planned(0, -28, 0, frozenset({OF_MENTORS})),
    Planned(3, -21, 21, frozenset({Asks(Respondent.LEARNER, SELF, asks_then=True)})),
    Planned(12, -45, 45, frozenset({OF_MENTORS, Asks(Respondent.MENTEE, MENTEES)})),
    Planned(24, -60, 60, frozenset({OF_MENTORS})),
)
LOST = 0.08
"""The chance that somebody does not answer a later wave."""
BEGUN = 6
"""So many questions somebody answers who stops early."""


def hold(trial: DemoTrial, months: int, at: datetime, longest: timedelta) -> None:
    """Everybody is asked, and answers within `longest`, if at all; not later than now."""
    for here in cohorts_at_work(trial.session, trial.project.id):
        ask(trial.session, here, secret=trial.secret, now=at)
    for survey in _surveys(trial, months):
        _answer(trial, survey, months, at, longest)


def close_over(trial: DemoTrial, until: datetime) -> None:
    """The worker closes what is over at a moment."""
    for put in surveys_put(trial.session, trial.project.id):
        if put.survey.closed_at is None and put.survey.closes_at <= until:
            ends = put.survey.closes_at
            surveys.close(trial.session, put.survey, secret=trial.secret, by=None, now=ends)


def _surveys(trial: DemoTrial, months: int) -> list[Survey]:
    plans = waves_of(trial.session, [trial.project.id])[trial.project.id]
    waves = {plan.wave.id for plan in plans if plan.wave.months == months}
    found = surveys_put(trial.session, trial.project.id)
    return [put.survey for put in found if put.wave_id in waves]


def _answer(
    trial: DemoTrial, survey: Survey, months: int, at: datetime, longest: timedelta
) -> None:
    version = trial.session.get_one(ContentVersion, survey.version_id)
    data = InstrumentData.model_validate(version.data)
    own = col(SurveyInvitation.survey_id) == survey.id
    about, days = _about(trial), longest / DAY
    asked = {
        invitation.id: (invitation, about[invitation.enrollment_id or invitation.rater_id])
        for invitation in trial.session.scalars(select(SurveyInvitation).where(own))
    }
    in_order = sorted(asked.values(), key=lambda pair: (pair[1].number, pair[0].rater_id is None))
    moments = [at + DAY * trial.random.triangular(0.1, days, days / 6) for _pair in in_order]
    for when, (invitation, who) in sorted(
        zip(moments, in_order, strict=True), key=lambda own: own[0]
    ):
        if when > survey.closes_at:
            close_over(trial, when)
        if when < trial.now:
            said = _said(trial, data, survey, invitation, who, months)
            _send(trial, invitation, who, said, months, when)


def _about(trial: DemoTrial) -> Mapping[UUID | None, Somebody]:
    """By the id of a place or of a mentee, whom it is about."""
    places: dict[UUID | None, Somebody] = {own.enrollment.id: own for own in trial.everybody}
    raters = current_raters(
        trial.session, trial.project.id, [own.enrollment.id for own in trial.everybody]
    )
    return places | {stand.rater.id: places[place] for place, stand in raters.items()}


def _said(
    trial: DemoTrial,
    data: InstrumentData,
    survey: Survey,
    invitation: SurveyInvitation,
    who: Somebody,
    months: int,
) -> Answers:
    if invitation.rater_id is not None:
        return answers.of_mentee(data, who.mentor, months, trial.random)
    then = survey.asks_then
    return answers.of_mentor(data, who.mentor, months, trial.random, asks_then=then)


def _send(
    trial: DemoTrial,
    invitation: SurveyInvitation,
    who: Somebody,
    said: Answers,
    months: int,
    when: datetime,
) -> None:
    if not months and who.number in people.STOPS_EARLY:
        surveys.save(trial.session, invitation, dict(list(said.items())[:BEGUN]), when)
    elif not months or trial.random.random() >= LOST:
        surveys.send(trial.session, invitation, said, secret=trial.secret, now=when)
