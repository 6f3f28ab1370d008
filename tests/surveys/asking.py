"""Surveys of the tests: an instrument with a question of every kind, and who is asked it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort, Enrollment
from app.content.models import ContentVersion
from app.packs.instruments.schema import InstrumentData
from app.surveys import actions
from app.surveys.answering.rules import Answers
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from tests.cast import NOW, Cast, add_enrollment, make_person

SECRET = "s" * 40
OPENED = NOW - timedelta(days=2)
CLOSES = NOW + timedelta(days=12)
EVERY_KIND: dict[str, Any] = {
    "key": "every-kind",
    "title": "Every kind",
    "language": "en",
    "minutes": 3,
    "intro": "It is short.",
    "source": {"text": "S"},
    "license": "L",
    "redistribution": "yes",
    "perspectives": {"now": "Today", "then": "A year ago"},
    "scales": {"s": {"low": 1, "high": 5, "anchors": {"1": "No", "5": "Yes"}, "na": "Not mine"}},
    "items": [
        {"code": "trust", "kind": "likert", "text": "Trust", "scale": "s", "required": True},
        {
            "code": "plan",
            "kind": "choice",
            "text": "Plan",
            "options": [{"code": "some", "text": "Some"}, {"code": "none", "text": "None"}],
            "required": True,
        },
        {
            "code": "ways",
            "kind": "several",
            "text": "Ways",
            "options": [{"code": "calls", "text": "Calls"}, {"code": "mail", "text": "Mail"}],
            "na": "None of them",
        },
        {"code": "hours", "kind": "number", "text": "Hours", "min": 0, "max": 80, "na": "Varies"},
        {"code": "why", "kind": "text", "text": "Why", "most": 20},
        {"code": "since", "kind": "date", "text": "Since", "na": "Never"},
    ],
    "groups": [
        {"title": "First", "items": ["trust", "plan"]},
        {"title": "Second", "items": ["ways", "hours"]},
        {"title": "Third", "intro": "Nearly done.", "items": ["why", "since"]},
    ],
}
ENTERED = {
    "own-mother": "Élodie",
    "own-father": "j",
    "own-day": "7",
    "own-town": " Ávila",
    "own-school": "S",
    "own-older": "2",
}
"""The code of somebody who makes one."""
WHOLE: Answers = {
    "trust": 4,
    "plan": "some",
    "ways": ["calls"],
    "hours": 3,
    "why": "Because",
    "since": "2026-01-02",
}


def every_kind() -> InstrumentData:
    return InstrumentData.model_validate(EVERY_KIND)


def add_instrument(session: Session, data: dict[str, Any] = EVERY_KIND) -> ContentVersion:
    """An instrument of the program of the cast, loaded."""
    said = InstrumentData.model_validate(data)
    version = ContentVersion(
        program="mentor-development",
        kind="instrument",
        key=said.key,
        hash="0" * 64,
        title=said.title,
        data=said.model_dump(mode="json"),
        source="",
        html="",
        figures={},
        loaded_at=OPENED,
    )
    session.add(version)
    session.flush()
    return version


def put_survey(
    session: Session,
    cohort: Cohort,
    mode: IdentityMode,
    *,
    key: str = "every-kind",
    purpose: Purpose = Purpose.EVALUATION,
    version: ContentVersion | None = None,
    opens_at: datetime = OPENED,
    asks_then: bool = False,
    scope_id: UUID | None = None,
) -> Survey:
    version = version or add_instrument(session)
    return actions.put(
        session,
        cohort_id=cohort.id,
        key=key,
        purpose=purpose,
        mode=mode,
        version_id=version.id,
        opens_at=opens_at,
        closes_at=CLOSES,
        asks_then=asks_then,
        scope_id=scope_id,
        by=None,
        now=OPENED,
    )


def add_people(session: Session, cohort: Cohort, count: int) -> list[Enrollment]:
    """So many more people in a cohort."""
    institution = Cast(session).institution("Sonoran")
    return [
        add_enrollment(
            session,
            make_person(
                session,
                f"p{number}",
                f"P{number}",
                "Person",
                "MD",
                Cast(session).person("ben").profession,
                institution=institution,
            ),
            cohort,
            at=NOW - timedelta(days=90),
        )
        for number in range(count)
    ]


def invite_people(session: Session, survey: Survey, count: int) -> list[SurveyInvitation]:
    """So many more people, who are asked."""
    places = add_people(session, session.get_one(Cohort, survey.cohort_id), count)
    session.flush()
    ids = [place.id for place in places]
    return actions.invite(session, survey, enrollment_ids=ids, now=OPENED)


def answers_of(number: int) -> Answers:
    """Answers that no other number has."""
    return {"trust": number % 5 + 1, "plan": "none", "why": f"Reason {number}"}


def send(
    session: Session,
    invitation: SurveyInvitation,
    answers: Answers = WHOLE,
    code: str | None = None,
    now: datetime = NOW,
) -> None:
    actions.send(session, invitation, dict(answers), code=code, secret=SECRET, now=now)
