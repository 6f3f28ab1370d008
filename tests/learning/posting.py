"""Threads in tests: somebody's place before one, and posts in it."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import cohort_for_person
from app.learning.threads import actions
from app.learning.threads.models import ThreadPost
from app.learning.threads.rules import ThreadPlace
from tests.cast import NOW, Cast

THREAD = "/cohorts/fall-2026/units/2/thread"
TEACHING = {"fay", "cora"}


def place_of(
    session: Session, cast: Cast, persona: str, *, slug: str = "fall-2026", position: int = 2
) -> ThreadPlace:
    """Somebody before a unit's thread."""
    found = cohort_for_person(session, slug, cast.id(persona))
    assert found is not None
    unit = cast.unit(slug, position)
    return ThreadPlace(found.here, unit, found.enrollment, persona in TEACHING)


def asked(
    session: Session, cast: Cast, persona: str, text: str = "How do I begin?", now: datetime = NOW
) -> ThreadPost:
    """A question of somebody in the second unit of the running cohort."""
    place = place_of(session, cast, persona)
    return actions.ask(session, place, text, by=cast.id(persona), now=now)


def answered(
    session: Session,
    cast: Cast,
    persona: str,
    question: ThreadPost,
    text: str = "By asking.",
    now: datetime = NOW,
) -> ThreadPost:
    """An answer of somebody."""
    place = place_of(session, cast, persona)
    return actions.answer(session, place, question.id, text, by=cast.id(persona), now=now)
