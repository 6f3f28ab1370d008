"""What people of the demo say of a program once it is over, by the real actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import LearnerInCohort
from app.cohorts.models import Cohort
from app.content.models import ContentVersion
from app.credit.evaluations.actions import attend_to
from app.demo.words import HELPED, TO_IMPROVE
from app.packs.instruments.schema import InstrumentData, Item
from app.surveys import actions
from app.surveys.answering.rules import Answers
from app.surveys.models import SurveyInvitation
from app.surveys.queries import surveys_of

SESSION = timedelta(hours=2)
"""Past the start of the last session, when it is over in any program."""
OPEN_FOR = timedelta(weeks=3)
TEXTS = {"helped": HELPED, "improve": TO_IMPROVE}


def evaluate(
    session: Session,
    cohort: Cohort,
    learners: Sequence[LearnerInCohort],
    random: Random,
    *,
    secret: str,
    last: datetime,
    by: UUID,
) -> None:
    """Everybody in a finished cohort is asked, these answer, and somebody closes it weeks later."""
    opened = last + SESSION
    attend_to(session, cohort.id, secret=secret, now=opened)
    asked = {learner.enrollment.id for learner in learners}
    for survey in surveys_of(session, [cohort.id]):
        version = session.get_one(ContentVersion, survey.version_id)
        data = InstrumentData.model_validate(version.data)
        of_survey = col(SurveyInvitation.survey_id) == survey.id
        invited = session.scalars(select(SurveyInvitation).where(of_survey)).all()
        own = [each for each in invited if each.enrollment_id in asked]
        for number, invitation in enumerate(own):
            when = opened + timedelta(hours=number * 5)
            actions.send(session, invitation, _answers(data, random), secret=secret, now=when)
        actions.close(session, survey, secret=secret, by=by, now=opened + OPEN_FOR)


def _answers(data: InstrumentData, random: Random) -> Answers:
    """Somebody who was content, on the whole; few write anything."""
    said = ((item, _answer(data, item, random)) for item in data.items)
    return {item.code: answer for item, answer in said if answer is not None}


def _answer(data: InstrumentData, item: Item, random: Random) -> int | str | list[str] | None:
    if item.kind == "likert":
        points = (data.scale_of(item) or data.scales[""]).points
        return random.choices(points, range(1, len(points) + 1))[0]
    codes = [option.code for option in item.options]
    if item.kind == "choice":
        return random.choices(codes, range(len(codes), 0, -1))[0]
    if item.kind == "several":
        return sorted(random.sample(codes, random.randint(1, 2)))
    texts = TEXTS.get(item.code, ())
    return random.choice(texts) if texts and random.random() < 0.6 else None
