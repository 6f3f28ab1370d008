"""What people of the demo say of a program once it is over, by the real actions."""

from collections.abc import Collection, Mapping, Sequence
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
from app.demo.said import HELPED, QUOTED, TO_IMPROVE
from app.outcomes.quotes.actions import release
from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.schema import InstrumentData, Item
from app.surveys import actions
from app.surveys.answering.rules import Answers
from app.surveys.enums import Purpose
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.queries import answer_sets, surveys_of

SESSION = timedelta(hours=2)
"""Past the start of the last session, when it is over in any program."""
OPEN_FOR = timedelta(weeks=3)
TEXTS = {"helped": HELPED, "improve": TO_IMPROVE}
AGREEING: Mapping[str, Sequence[int]] = {
    "": (1, 2, 6, 22, 17),
    "useful": (0, 1, 3, 18, 16),
    "sessions": (1, 2, 5, 13, 17),
    "modules": (1, 4, 9, 18, 7),
    "recommend": (0, 1, 3, 12, 21),
}
"""How often each of five points is chosen, by the code of the question; of any other by `""`."""
CHOOSING: Mapping[str, Mapping[str, int]] = {
    "change": {"yes_planned": 20, "yes_unplanned": 9, "confirmed": 6, "no_change": 1},
    "barriers": {"time": 9, "recognition": 4, "support": 4, "skills": 3, "mentees": 1},
    "balance": {"yes_balanced": 30, "partly": 2, NOT_APPLICABLE: 2},
    "commercial": {"no_influence": 40, NOT_APPLICABLE: 1},
}
"""How often each option is chosen, by the code of the question."""


def evaluate(
    session: Session,
    cohort: Cohort,
    learners: Sequence[LearnerInCohort],
    random: Random,
    *,
    share: slice,
    secret: str,
    last: datetime,
    by: UUID,
) -> None:
    """Everybody in a finished cohort is asked, these answer, and somebody closes it weeks later.

    `share`: which of all texts are theirs.
    """
    opened = last + SESSION
    attend_to(session, cohort.id, secret=secret, now=opened)
    asked = {learner.enrollment.id for learner in learners}
    for survey in surveys_of(session, [cohort.id]):
        if survey.purpose is not Purpose.EVALUATION:
            continue
        version = session.get_one(ContentVersion, survey.version_id)
        data = InstrumentData.model_validate(version.data)
        own = _invited(session, survey, asked)
        written = {code: _dealt(texts[share], len(own), random) for code, texts in TEXTS.items()}
        for number, invitation in enumerate(own):
            when = opened + timedelta(hours=number * 5)
            said = _answers(data, random, {code: texts[number] for code, texts in written.items()})
            actions.send(session, invitation, said, secret=secret, now=when)
        closed = opened + OPEN_FOR
        actions.close(session, survey, secret=secret, by=by, now=closed)
        _quote(session, survey, by=by, now=closed + timedelta(days=2))


def _invited(
    session: Session, survey: Survey, places: Collection[UUID]
) -> Sequence[SurveyInvitation]:
    of_survey = col(SurveyInvitation.survey_id) == survey.id
    of_them = col(SurveyInvitation.enrollment_id).in_(places)
    return session.scalars(select(SurveyInvitation).where(of_survey, of_them)).all()


def _dealt(texts: Sequence[str], people: int, random: Random) -> list[str | None]:
    """A text for some, and none for the others."""
    said: list[str | None] = [*texts[:people], *[None] * (people - len(texts))]
    random.shuffle(said)
    return said


def _answers(data: InstrumentData, random: Random, written: Mapping[str, str | None]) -> Answers:
    """Somebody who was content, on the whole."""
    said = ((item, written.get(item.code) or _answer(data, item, random)) for item in data.items)
    return {item.code: answer for item, answer in said if answer is not None}


def _answer(data: InstrumentData, item: Item, random: Random) -> int | str | list[str] | None:
    if item.kind == "likert":
        points = (data.scale_of(item) or data.scales[""]).points
        weights = AGREEING.get(item.code, AGREEING[""])
        usual = weights if len(points) == len(weights) else range(1, len(points) + 1)
        return random.choices(points, usual)[0]
    codes = [option.code for option in item.options]
    chances = CHOOSING.get(item.code) or dict(zip(codes, range(len(codes), 0, -1), strict=True))
    if item.kind == "choice":
        return random.choices(list(chances), list(chances.values()))[0]
    if item.kind == "several":
        if random.random() < 0.2:
            return NOT_APPLICABLE if data.na_of(item) else None
        drawn = set(random.choices(list(chances), list(chances.values()), k=2))
        return [code for code in codes if code in drawn]
    return None


def _quote(session: Session, survey: Survey, *, by: UUID, now: datetime) -> None:
    """Cora reads what was written, and lets leaders read some of it."""
    sheets = answer_sets(session, [survey.id])[survey.id]
    written = {sheet.answers.get("helped") for sheet in sheets}
    for text in QUOTED:
        if text in written:
            release(session, survey, "helped", text, written=text, by=by, now=now)
