"""Projects of the tests whose people have answered: two waves of one scale."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.content.models import ContentVersion
from app.studies.enums import Respondent
from app.studies.models import Project, Wave, WaveInstrument, WaveSurvey
from app.surveys import actions
from app.surveys.answering.rules import Answers
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey
from tests.cast import Cast
from tests.studies.projects_of import make_project
from tests.surveys.asking import CLOSES, OPENED, add_instrument, add_people, send

SCALE = {"low": 1, "high": 7, "anchors": {}}
SELF: dict[str, Any] = {
    "key": "competency-self",
    "title": "Competency",
    "language": "en",
    "minutes": 3,
    "intro": "I",
    "source": {"text": "S"},
    "license": "L",
    "redistribution": "yes",
    "scales": {"s": SCALE},
    "items": [
        {
            "code": f"a{n}",
            "kind": "likert",
            "text": f"Question {n}",
            "scale": "s",
            "reversed": n == 3,
        }
        for n in range(1, 5)
    ],
    "groups": [{"title": "G", "items": ["a1", "a2", "a3", "a4"]}],
    "subscales": [{"code": "aligning", "title": "Aligning", "items": ["a1", "a2", "a3", "a4"]}],
    "composite": {"title": "All"},
}
WAVES = (0, 3)


def project_asked(session: Session, cast: Cast, mode: IdentityMode) -> tuple[Project, list[Survey]]:
    """A project of the cast's cohort, and the surveys of its two waves."""
    project = make_project(session, cast, mode=mode)
    version = add_instrument(session, SELF)
    return project, [_put(session, cast, project, months, version) for months in WAVES]


def _put(
    session: Session, cast: Cast, project: Project, months: int, version: ContentVersion
) -> Survey:
    wave = session.scalars(
        select(Wave).where(col(Wave.project_id) == project.id, col(Wave.months) == months)
    ).one()
    asked = WaveInstrument(wave_id=wave.id, instrument=version.key, respondent=Respondent.LEARNER)
    session.add(asked)
    survey = actions.put(
        session,
        cohort_id=cast.fall.id,
        key=f"{project.key}-{months}",
        purpose=Purpose.WAVE,
        mode=project.mode,
        version_id=version.id,
        opens_at=OPENED,
        closes_at=CLOSES,
        scope_id=project.id,
        by=None,
        now=OPENED,
    )
    session.flush()
    own = WaveSurvey(survey_id=survey.id, wave_instrument_id=asked.id, cohort_id=cast.fall.id)
    session.add(own)
    session.flush()
    return survey


def answer_all(session: Session, surveys: list[Survey], places: list[Enrollment]) -> None:
    """Everybody answers everything: a point of their own first, and then one more."""
    for step, survey in enumerate(surveys):
        ids = [place.id for place in places]
        for number, invitation in enumerate(
            actions.invite(session, survey, enrollment_ids=ids, now=OPENED)
        ):
            point = 2 + number % 4 + step
            code = f"code-{number}" if survey.mode is IdentityMode.LINKED else None
            answers: Answers = {"a1": point, "a2": point, "a3": 8 - point, "a4": point}
            send(session, invitation, answers, code=code)


def people(session: Session, cast: Cast, count: int) -> list[Enrollment]:
    """So many more people of the cast's cohort."""
    found = add_people(session, cast.fall, count)
    session.flush()
    return found


def ids_of(places: list[Enrollment]) -> set[str]:
    """As an analysis names them."""
    return {str(place.id) for place in places}
