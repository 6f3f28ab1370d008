"""The hours of a session's room, and its hand."""

from datetime import UTC, datetime, timedelta

import pytest

from app.casework.rooms.rules import (
    NEWER_NOTE,
    Hand,
    Phase,
    hand_of,
    open_step,
    phase_of,
    why_not_replace,
)
from app.packs.schema import PlanStep

STARTS = datetime(2026, 11, 19, 19, 0, tzinfo=UTC)
PLAN = [
    PlanStep.model_validate({"from": start, "to": end, "what": "Talk."})
    for start, end in ((0, 5), (5, 40), (40, 60))
]


def at(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "phase"),
    [
        (-1000, Phase.BEFORE),
        (-10.1, Phase.BEFORE),
        (-10, Phase.DURING),
        (0, Phase.DURING),
        (69.9, Phase.DURING),
        (70, Phase.AFTER),
    ],
)
def test_session_is_on_from_when_people_come_in_until_it_has_run_over(
    minutes: float, phase: Phase
) -> None:
    assert phase_of(STARTS, 60, at(minutes), canceled=False) is phase
    assert phase_of(STARTS, 60, at(minutes), canceled=True) is Phase.OFF


@pytest.mark.parametrize(
    ("minutes", "hand"),
    [
        (-3, Hand(0, None, 0)),
        (0, Hand(0, 0, 5)),
        (4.5, Hand(4, 0, 1)),
        (5, Hand(5, 1, 35)),
        (30.5, Hand(30, 1, 10)),
        (59.99, Hand(59, 2, 1)),
        (60, Hand(60, None, 0)),
    ],
)
def test_hand_stands_in_the_step_that_is_on(minutes: float, hand: Hand) -> None:
    assert hand_of(STARTS, PLAN, at(minutes)) == hand


@pytest.mark.parametrize(
    ("asked", "step", "over", "opened"),
    [
        (None, 1, False, 1),
        (3, 1, False, 2),
        (None, None, False, 0),
        (None, None, True, 2),
        (9, 1, False, 1),
    ],
)
def test_step_asked_for_is_open_or_the_one_that_is_on(
    asked: int | None, step: int | None, over: bool, opened: int
) -> None:
    assert open_step(asked, PLAN, Hand(0, step, 0), over) == opened


@pytest.mark.parametrize(
    ("newest", "seen", "text", "refused"),
    [(2, 2, "New.", False), (2, 1, "New.", True), (2, 1, "There.", False), (0, 0, "New.", False)],
)
def test_note_takes_the_place_of_the_one_that_its_writer_saw(
    newest: int, seen: int, text: str, refused: bool
) -> None:
    assert why_not_replace(newest, seen, text, "There.") == (NEWER_NOTE if refused else None)
