"""What others rely on of a mark, with no database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.certified.rules import (
    BEGUN_SINCE,
    BUILT_SINCE,
    CERTIFIED,
    CHANGED_SINCE,
    CLAIMED,
    LEFT_SINCE,
    RESTED_ON,
    BegunSession,
    Built,
    Recorded,
    Relied,
    SavedMark,
    Stood,
    built_words,
    in_general,
    periods,
    relied_on,
    resting_on,
    why_not_undo,
)
from app.casework.enums import AttendanceStatus as Status
from app.core.ids import new_id

AT = datetime(2026, 11, 12, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLAIM, PAPER = Built(AT + HOUR), Built(AT + HOUR, "UNM-1")
NAME = "Kenai, Jonah"
WEEK_1, WEEK_2 = new_id(), new_id()
BEGUN = [BegunSession(WEEK_1, "Week 1", AT - HOUR), BegunSession(WEEK_2, "Week 2", AT + HOUR)]


def saved(*built: Built, current: bool = True, enrolled: bool = True) -> SavedMark:
    return SavedMark(NAME, current, enrolled, built)


@pytest.mark.parametrize(
    ("built", "rests"),
    [
        (CLAIM, True),
        (PAPER, True),
        (Built(AT - HOUR), False),
        (Built(AT - timedelta(seconds=5)), True),  # asked for while the mark was being saved
    ],
)
def test_what_was_made_after_a_mark_rests_on_it(built: Built, rests: bool) -> None:
    assert (resting_on([built], [Stood(AT)]) == (built,)) is rests


def test_everything_rests_on_a_mark_of_which_nobody_knows_since_when_it_is() -> None:
    early = Built(AT - timedelta(days=900))
    assert resting_on([early], periods([], recorded_now=True)) == (early,)
    assert resting_on([early], periods([], recorded_now=False)) == ()


def test_certificate_rests_on_a_mark_whatever_became_of_it_since() -> None:
    changed = [Recorded(AT, False, True), Recorded(AT + 2 * HOUR, True, True)]
    cleared = [*changed, Recorded(AT + 3 * HOUR, True, False)]
    again = [*cleared, Recorded(AT + 4 * HOUR, False, True)]
    for changes in (changed, cleared, again):
        assert resting_on([PAPER], periods(changes, recorded_now=True)) == (PAPER,)


def test_nothing_rests_on_what_was_not_recorded_then() -> None:
    changes = [Recorded(AT - 2 * HOUR, False, True), Recorded(AT, True, False)]
    later = [*changes, Recorded(AT + 2 * HOUR, False, True)]
    assert resting_on([PAPER], periods(later, recorded_now=True)) == ()


def test_mark_that_was_there_before_its_first_known_change_stood_all_the_time() -> None:
    changes = [Recorded(AT + 2 * HOUR, True, True)]
    assert resting_on([PAPER], periods(changes, recorded_now=True)) == (PAPER,)


@given(st.lists(st.booleans(), max_size=8), st.integers(-2, 20))
def test_periods_say_what_was_recorded_at_every_moment(states: list[bool], moment: int) -> None:
    steps = zip([False, *states], states, strict=False)
    changes = [
        Recorded(AT + 2 * n * HOUR, before, after) for n, (before, after) in enumerate(steps)
    ]
    built = Built(AT + moment * HOUR + timedelta(minutes=30))
    at = moment // 2 if moment >= 0 else -1
    recorded = at >= 0 and bool(states) and states[min(at, len(states) - 1)]
    assert bool(resting_on([built], periods(changes, recorded_now=False))) is recorded


def test_later_session_relies_on_what_was_recorded_before_it() -> None:
    assert relied_on(WEEK_1, Status.ABSENT, AT, (), BEGUN) == Relied(later="Week 2")
    assert relied_on(WEEK_1, Status.ABSENT, AT, (), BEGUN[:1]) is None
    assert relied_on(WEEK_1, Status.ABSENT, AT + 2 * HOUR, (), BEGUN) is None


def test_no_mark_is_relied_on_by_its_own_session_before_which_somebody_checked_in() -> None:
    """Who is in at 9:27 was marked before the hour of 9:28 that the mark is about."""
    own = [BegunSession(WEEK_1, "Week 1", AT + timedelta(minutes=1))]
    assert relied_on(WEEK_1, Status.PRESENT, AT, (), own) is None
    assert why_not_undo(WEEK_1, [saved()], AT, own) is None
    both = [*own, BEGUN[1]]
    assert relied_on(WEEK_1, Status.PRESENT, AT, (), both) == Relied(later="Week 2")
    assert why_not_undo(WEEK_1, [saved()], AT, both) == BEGUN_SINCE(unit="Week 2")


def test_nobody_relies_on_what_is_not_recorded_unless_it_was() -> None:
    assert relied_on(WEEK_1, Status.NOT_RECORDED, AT, (), BEGUN) is None
    assert relied_on(WEEK_1, Status.NOT_RECORDED, AT, (PAPER,), BEGUN) == Relied((PAPER,))


def test_make_up_that_is_added_changes_nothing_a_later_session_was_held_by() -> None:
    assert relied_on(WEEK_1, Status.ABSENT, AT, (), BEGUN, adds=True) is None
    assert relied_on(WEEK_1, Status.ABSENT, AT, (CLAIM,), BEGUN, adds=True) == Relied((CLAIM,))


def test_words_name_the_person_and_what_rests_on_the_mark() -> None:
    said = str(built_words(NAME, (CLAIM, PAPER)))
    assert said == "Kenai, Jonah: certificate UNM-1 rests on this mark."
    assert built_words(NAME, (CLAIM,)) == CLAIMED(name=NAME)
    assert built_words(NAME, ()) is None
    two = str(CERTIFIED(name=NAME, count=2, numbers=("UNM-1", "UNM-2")))
    assert two == "Kenai, Jonah: certificates UNM-1 and UNM-2 rest on this mark."


def test_save_is_not_undone_once_something_rests_on_it() -> None:
    reason = BUILT_SINCE(why=CLAIMED(name=NAME))
    assert why_not_undo(WEEK_1, [saved(CLAIM)], AT, []) == reason
    assert in_general(reason) == BUILT_SINCE(why=RESTED_ON(name=NAME))


def test_save_is_not_undone_once_a_mark_was_changed_again() -> None:
    marks = [saved(), saved(current=False), saved(current=False)]
    assert why_not_undo(WEEK_1, marks, AT, []) == CHANGED_SINCE(count=2)


def test_save_is_not_undone_once_somebody_left() -> None:
    reason = LEFT_SINCE(count=1, names=(NAME,))
    assert why_not_undo(WEEK_1, [saved(), saved(enrolled=False)], AT, []) == reason


def test_save_is_not_undone_once_another_session_began() -> None:
    assert why_not_undo(WEEK_1, [saved()], AT, BEGUN) == BEGUN_SINCE(unit="Week 2")
    assert why_not_undo(WEEK_1, [saved()], AT, BEGUN[:1]) is None


def test_certificate_is_named_before_anything_else() -> None:
    reason = why_not_undo(WEEK_1, [saved(current=False), saved(PAPER)], AT, BEGUN)
    assert reason == BUILT_SINCE(why=CERTIFIED(name=NAME, count=1, numbers=("UNM-1",)))
