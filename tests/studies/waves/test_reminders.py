"""Reminders of a wave: few, apart from each other, and of anonymous answers to everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.studies.waves.rules import (
    LAST_CALL,
    SHORTEST,
    WaveWindow,
    due_reminder,
    is_reminded,
    reminders_of,
)
from app.surveys.enums import IdentityMode

OPENS = datetime(2027, 2, 1, 13, tzinfo=UTC)


def window(days: float) -> WaveWindow:
    return WaveWindow(OPENS, OPENS + timedelta(days=days))


def test_in_six_weeks_people_are_reminded_three_times() -> None:
    moments = reminders_of(window(42), OPENS)
    assert [(at - OPENS).days for at in moments] == [14, 28, 39]


@given(st.floats(0.1, 400), st.floats(0, 1))
def test_reminders_keep_apart_from_each_other_and_from_both_ends(days: float, at: float) -> None:
    whole = window(days)
    invited = OPENS + timedelta(days=days * at)
    moments = reminders_of(whole, invited)
    assert moments == sorted(moments)
    assert len(moments) <= 3
    for before, after in zip([invited, *moments], [*moments, whole.closes_at], strict=True):
        if moments:
            assert after - before >= SHORTEST
    for number, moment in enumerate(moments, 1):
        assert due_reminder(whole, invited, moment) == number


def test_what_nobody_sent_is_not_made_up_for() -> None:
    whole = window(42)
    assert due_reminder(whole, OPENS, OPENS + timedelta(days=1)) is None
    assert due_reminder(whole, OPENS, OPENS + timedelta(days=30)) == 2
    assert due_reminder(whole, OPENS, whole.closes_at - LAST_CALL) == 3
    assert due_reminder(whole, OPENS, whole.closes_at) is None


@pytest.mark.parametrize("mode", IdentityMode)
def test_only_a_survey_that_knows_who_answered_leaves_them_in_peace(mode: IdentityMode) -> None:
    assert is_reminded(mode, is_done=False)
    assert is_reminded(mode, is_done=True) is mode.is_anonymous
