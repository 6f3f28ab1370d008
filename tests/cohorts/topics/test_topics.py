"""What a session of a series is about: told of a series to everybody, of a cohort to nobody."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.cohorts.joining.queries import cohort_to_join
from app.cohorts.topics.queries import topics_of
from app.cohorts.topics.rules import topic_of
from tests.cast import Cast
from tests.client import Statements
from tests.season import SLUG, make_season

CASE: dict[str, Any] = {"key": "a", "title": "A", "summary": "It's short.", "minutes": 60}


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        ({"name": "Ruth Okonjo"}, "Ruth Okonjo"),
        ({"name": "Ruth Okonjo", "degrees": "MD"}, "Ruth Okonjo, MD"),
        ({"name": "Ruth Okonjo", "institution": "Elsewhere"}, "Ruth Okonjo, Elsewhere"),
        (
            {"name": "Ruth Okonjo", "degrees": "MD", "institution": "Elsewhere"},
            "Ruth Okonjo, MD, Elsewhere",
        ),
    ],
)
def test_a_speaker_is_named_with_what_is_known(speaker: dict[str, str], said: str) -> None:
    topic = topic_of(CASE | {"speakers": [speaker]}, "en")
    assert topic is not None
    assert topic.speakers == [said]
    assert topic.summary == "It’s short."


def test_a_case_without_speaker_and_category_is_no_topic() -> None:
    assert topic_of(CASE, "en") is None
    assert topic_of(CASE | {"category": "Teaching"}, "en") is not None


def here(session: Session, slug: str) -> CohortContext:
    found = cohort_to_join(session, slug)
    assert found is not None
    return found


def test_topics_are_read_of_a_series_at_once_and_of_a_cohort_not_at_all(
    session: Session, cast: Cast, statements: Statements
) -> None:
    make_season(session, cast)
    series, cohort = here(session, SLUG), here(session, "fall-2026")
    with statements() as counted:
        topics = topics_of(session, series)
    assert counted.total == 1
    assert [topics[n].summary for n in range(1, 5)] == [f"What topic {n} is." for n in range(1, 5)]
    with statements() as counted:
        assert topics_of(session, cohort) == {}
    assert counted.total == 0
