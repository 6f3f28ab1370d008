"""What is said of Zoom: set up or not, what came last, and what was the matter."""

from datetime import timedelta

import pytest

from app.casework.zoom.enums import Problem
from app.casework.zoom.rules import KEYS_REFUSED, NO_ANSWER, Heard
from app.installation.rules import HealthState
from app.installation.zoom.rules import ZoomSet, on_zoom
from app.language.reasons import Reason
from tests.cast import NOW

ZONE = "America/Denver"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("reads", "unread", "trouble", "tried", "state", "words"),
    [
        (True, 0, None, False, HealthState.GOOD, "Zoom is asked who was in sessions."),
        (True, 0, None, True, HealthState.GOOD, "Zoom answers, and knows this installation."),
        (False, 0, None, True, HealthState.GOOD, "Zoom tells who comes and goes; it is not asked"),
        (True, 1, None, False, HealthState.WARN, "The list of 1 session could not be read"),
        (True, 2, None, True, HealthState.WARN, "The lists of 2 sessions could not be read"),
        (True, 0, NO_ANSWER, True, HealthState.BAD, "Zoom does not answer. Is it reached"),
        (True, 2, KEYS_REFUSED, True, HealthState.BAD, "Mend ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID"),
    ],
)
def test_how_it_goes_now(
    reads: bool, unread: int, trouble: Reason | None, tried: bool, state: HealthState, words: str
) -> None:
    finding = on_zoom(ZoomSet(reads, True, tried, trouble), Heard(unread), ZONE)
    assert finding.state is state
    assert words in str(finding.text)


def test_what_is_not_set_up_is_said_and_nothing_is_the_matter() -> None:
    finding = on_zoom(ZoomSet(reads=False, told=False), Heard(), ZONE)
    assert finding.state is HealthState.GOOD
    assert str(finding.text).startswith("Not set up")


def test_before_anything_came_that_is_said() -> None:
    said = str(on_zoom(ZoomSet(reads=True, told=True), Heard(), ZONE).text)
    assert "No list was read so far. It has told of nobody in the last two weeks" in said
    assert "trouble" not in said


def test_what_came_last_and_the_last_trouble_stand_with_their_moments() -> None:
    heard = Heard(0, NOW, NOW - HOUR, Problem.NOT_WHOLE, NOW - 2 * HOUR)
    said = str(on_zoom(ZoomSet(reads=True, told=True), heard, ZONE).text).replace("\u202f", " ")
    assert "The last list was read Wed, Nov 18, 10:00 AM Mountain Time." in said
    assert "It last told of somebody Wed, Nov 18, 9:00 AM Mountain Time." in said
    assert (
        "The last trouble, Wed, Nov 18, 8:00 AM Mountain Time: Zoom gave only a part of its list"
    ) in said
    only_told = str(on_zoom(ZoomSet(reads=False, told=True), heard, ZONE).text)
    assert "list was read" not in only_told
