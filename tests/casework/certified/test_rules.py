"""What stays for what was built on it, with no database."""

from datetime import UTC, datetime, timedelta

import pytest

from app.casework.certified.rules import (
    BEGUN_SINCE,
    CERTIFIED,
    CHANGED_SINCE,
    CLAIMED,
    LEFT_SINCE,
    BegunSession,
    Built,
    SavedMark,
    why_not_correct,
    why_not_undo,
)
from app.casework.enums import AttendanceStatus as Status

AT = datetime(2026, 11, 12, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLAIM, PAPER = Built(AT + HOUR), Built(AT + HOUR, "UNM-1")
NAME = "Kenai, Jonah"


def saved(*built: Built, current: bool = True, enrolled: bool = True) -> SavedMark:
    return SavedMark(NAME, current, enrolled, built)


@pytest.mark.parametrize(
    ("built", "reason"),
    [
        ([CLAIM], CLAIMED(name=NAME)),
        ([PAPER], CERTIFIED(name=NAME, count=1, numbers=("UNM-1",))),
        ([CLAIM, PAPER], CERTIFIED(name=NAME, count=1, numbers=("UNM-1",))),
        (
            [PAPER, Built(AT + HOUR, "UNM-2")],
            CERTIFIED(name=NAME, count=2, numbers=("UNM-1", "UNM-2")),
        ),
        ([Built(AT - HOUR)], None),
        ([Built(AT - HOUR, "UNM-1")], None),
        ([], None),
    ],
)
def test_mark_stays_for_what_was_made_after_it(built: list[Built], reason: object) -> None:
    assert why_not_correct(NAME, Status.ABSENT, AT, built) == reason
    assert why_not_undo([saved(*built)], AT, []) == reason


def test_mark_of_which_nobody_knows_since_when_it_is_stays_for_anything() -> None:
    early = Built(AT - timedelta(days=900))
    assert why_not_correct(NAME, Status.PRESENT, None, [early]) == CLAIMED(name=NAME)


def test_claim_that_was_asked_for_while_the_mark_was_saved_rests_on_it() -> None:
    waited = Built(AT - timedelta(seconds=5))
    assert why_not_correct(NAME, Status.PRESENT, AT, [waited]) == CLAIMED(name=NAME)


def test_what_is_not_recorded_supports_nothing() -> None:
    assert why_not_correct(NAME, Status.NOT_RECORDED, AT, [PAPER]) is None


def test_reason_names_the_person_and_what_rests_on_the_mark() -> None:
    said = str(why_not_correct(NAME, Status.PRESENT, AT, [PAPER]))
    assert said == "Kenai, Jonah: certificate UNM-1 rests on this mark, so it stays as it is."
    two = str(CERTIFIED(name=NAME, count=2, numbers=("UNM-1", "UNM-2")))
    assert "certificates UNM-1 and UNM-2 rest on this mark" in two


def test_save_is_not_undone_once_a_mark_was_changed_again() -> None:
    marks = [saved(), saved(current=False), saved(current=False)]
    assert why_not_undo(marks, AT, []) == CHANGED_SINCE(count=2)


def test_save_is_not_undone_once_somebody_left() -> None:
    reason = LEFT_SINCE(count=1, names=(NAME,))
    assert why_not_undo([saved(), saved(enrolled=False)], AT, []) == reason


def test_save_is_not_undone_once_another_session_began() -> None:
    begun = [BegunSession("Week 1", AT - HOUR), BegunSession("Week 2", AT + HOUR)]
    assert why_not_undo([saved()], AT, begun) == BEGUN_SINCE(unit="Week 2")
    assert why_not_undo([saved()], AT, begun[:1]) is None


def test_certificate_is_named_before_anything_else() -> None:
    begun = [BegunSession("Week 2", AT + HOUR)]
    reason = why_not_undo([saved(current=False), saved(PAPER)], AT, begun)
    assert reason == CERTIFIED(name=NAME, count=1, numbers=("UNM-1",))
