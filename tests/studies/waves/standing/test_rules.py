"""How people stand to a wave: every state, and numbers that add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.studies.enums import ConsentState, WaveState
from app.studies.waves.rules import WaveWindow
from app.studies.waves.standing.rules import Seen, flow_of, is_late, state_of

OPENS = datetime(2027, 2, 1, 13, tzinfo=UTC)
WINDOW = WaveWindow(OPENS, OPENS + timedelta(days=42))
DURING, AFTER, BEFORE = (OPENS + timedelta(days=days) for days in (10, 50, -1))
GIVEN = Seen(WINDOW, ConsentState.GIVEN, came_at=BEFORE)
ASKED = replace(GIVEN, invited=2)
S = WaveState


@pytest.mark.parametrize(
    ("seen", "now", "state"),
    [
        (GIVEN, BEFORE, S.NOT_DUE),
        (replace(GIVEN, window=None), DURING, S.NOT_DUE),
        (GIVEN, DURING, S.DUE),
        (ASKED, DURING, S.INVITED),
        (replace(ASKED, begun=1), DURING, S.OPENED),
        (replace(ASKED, done=1), DURING, S.OPENED),
        (replace(ASKED, done=2), DURING, S.COMPLETE),
        (replace(ASKED, done=2, partial=1), DURING, S.PARTIAL),
        (replace(ASKED, done=1), AFTER, S.PARTIAL),
        (replace(ASKED, begun=1), AFTER, S.PARTIAL),
        (ASKED, AFTER, S.LOST),
        (GIVEN, AFTER, S.LOST),
        (replace(ASKED, has_moved=True), DURING, S.INVITED),
        (replace(ASKED, has_moved=True), AFTER, S.LEFT_INSTITUTION),
        (replace(ASKED, done=2, has_moved=True), AFTER, S.COMPLETE),
        (replace(GIVEN, came_at=AFTER), AFTER, S.INELIGIBLE),
        (replace(GIVEN, is_there=False), DURING, S.INELIGIBLE),
        (replace(GIVEN, is_there=False), BEFORE, S.NOT_DUE),
        (replace(GIVEN, consent=ConsentState.DECLINED), BEFORE, S.DECLINED),
        (replace(ASKED, consent=ConsentState.WITHDRAWN), DURING, S.WITHDRAWN),
        (replace(ASKED, consent=ConsentState.WITHDRAWN, begun=1), DURING, S.WITHDRAWN),
        (replace(ASKED, consent=ConsentState.WITHDRAWN, done=2), AFTER, S.COMPLETE),
    ],
)
def test_states(seen: Seen, now: datetime, state: WaveState) -> None:
    assert state_of(seen, now) is state


def test_every_state_is_reached() -> None:
    cases = test_states.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {state for _seen, _now, state in cases} == set(WaveState)


def test_late_answers_are_told_apart_where_anybody_knows_when() -> None:
    assert is_late(WINDOW, WINDOW.closes_at)
    assert not is_late(WINDOW, WINDOW.closes_at - timedelta(seconds=1))
    assert not is_late(WINDOW, None)


@given(st.lists(st.sampled_from(WaveState), max_size=60), st.data())
def test_the_numbers_of_a_wave_add_up(states: list[WaveState], data: st.DataObject) -> None:
    answered = sum(state in {S.PARTIAL, S.COMPLETE} for state in states)
    late = data.draw(st.integers(0, answered))
    flow = flow_of(states, invited=answered, late=late)
    assert flow.people == len(states)
    assert flow.responded == answered == flow.in_window + late
    assert flow.complete <= flow.responded <= flow.due <= flow.people
    out = flow.declined + flow.withdrawn + flow.lost + flow.left_institution
    assert out + flow.responded <= flow.due
    assert flow.ineligible + flow.due <= flow.people
