"""Which of the sessions that somebody teaches waits for marks."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.casework.teaching.queries import TaughtSession
from app.casework.teaching.rules import waits_for_marks
from tests.cast import NOW

BEGUN = TaughtSession(
    program_id=UUID(int=1),
    cohort_id=UUID(int=2),
    slug="fall-2026",
    cohort_title="Fall 2026",
    program_title="Mentor Development Program",
    zone="America/Denver",
    position=1,
    unit_title="Unit 1",
    case_title=None,
    starts_at=NOW,
    minutes=60,
    link="",
    canceled=False,
    not_held=False,
    archived_at=None,
    closes_at=NOW + timedelta(days=30),
    missing=1,
)


@pytest.mark.parametrize(
    ("session", "waits"),
    [
        (BEGUN, True),
        (replace(BEGUN, missing=0), False),
        (replace(BEGUN, canceled=True), False),
        (replace(BEGUN, archived_at=NOW), False),
        (replace(BEGUN, starts_at=NOW + timedelta(seconds=1)), False),
    ],
)
def test_session_waits_for_marks_once_it_has_begun_until_everybody_has_one(
    session: TaughtSession, waits: bool
) -> None:
    assert waits_for_marks(session, NOW) is waits
