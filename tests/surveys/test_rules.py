"""When a survey can be answered, closed and read, and how many anonymous answers move."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.cohorts.enrollments.rules import LEFT
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.rules import ARCHIVED
from app.surveys import rules
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import Survey, SurveyInvitation
from tests.cast import NOW

DAY = timedelta(days=1)


def survey(mode: IdentityMode = IdentityMode.UNLINKED) -> Survey:
    return Survey(
        cohort_id=uuid4(),
        key="k",
        purpose=Purpose.WAVE,
        mode=mode,
        version_id=uuid4(),
        scope_id=uuid4(),
        opens_at=NOW,
        closes_at=NOW + DAY,
        made_at=NOW - DAY,
    )


def invitation() -> SurveyInvitation:
    return SurveyInvitation(survey_id=uuid4(), enrollment_id=uuid4())


def test_who_is_late_can_answer_and_who_is_early_cannot() -> None:
    own, asked = survey(), invitation()
    assert rules.why_not_answer(own, asked, NOW - timedelta(seconds=1)) == rules.NOT_OPEN
    assert rules.why_not_answer(own, asked, NOW) is None
    own.closed_at = NOW + DAY
    assert rules.why_not_answer(own, asked, NOW + 30 * DAY) is None


def test_somebody_can_have_moments_of_their_own() -> None:
    own, asked = survey(), invitation()
    asked.opens_at, asked.closes_at = NOW + DAY, NOW + 2 * DAY
    assert rules.why_not_answer(own, asked, NOW) == rules.NOT_OPEN
    assert rules.opens(own, asked) == NOW + DAY
    assert rules.closes(own, asked) == NOW + 2 * DAY
    assert rules.closes(own, invitation()) == NOW + DAY


def test_nobody_answers_twice() -> None:
    asked = invitation()
    asked.is_done = True
    assert rules.why_not_answer(survey(), asked, NOW) == rules.DONE


def test_a_wave_asks_who_left_and_whose_cohort_is_archived_and_nothing_else_does() -> None:
    for status in (Status.WITHDRAWN, Status.TRANSFERRED):
        assert rules.why_not_there(Purpose.WAVE, status, NOW) is None
        assert rules.why_not_there(Purpose.EVALUATION, status, None) == LEFT
        assert rules.why_not_there(Purpose.OTHER, status, None) == LEFT
    assert rules.why_not_there(Purpose.WAVE, Status.NONE, None) == LEFT, "their place was undone"
    assert rules.why_not_there(Purpose.WAVE, Status.ENROLLED, NOW) is None
    assert rules.why_not_there(Purpose.EVALUATION, Status.ENROLLED, NOW) == ARCHIVED
    assert rules.why_not_there(Purpose.OTHER, Status.ENROLLED, NOW) is None
    assert rules.why_not_there(Purpose.EVALUATION, Status.ENROLLED, None) is None


def test_what_is_closed_is_not_closed_again_and_what_never_opened_is_not_closed() -> None:
    own = survey()
    assert rules.why_not_close(own, NOW - DAY) == rules.NOT_OPEN
    assert rules.why_not_close(own, NOW) is None
    own.closed_at = NOW
    assert rules.why_not_close(own, NOW) == rules.CLOSED_ALREADY


@pytest.mark.parametrize("mode", IdentityMode)
def test_anonymous_answers_are_read_once_it_is_closed(mode: IdentityMode) -> None:
    own = survey(mode)
    assert rules.why_not_read(own) == (rules.NOT_CLOSED if mode.is_anonymous else None)
    assert rules.why_not_save(own) == (rules.NOT_SAVED_IN_PART if mode.is_anonymous else None)
    own.closed_at = NOW
    assert rules.why_not_read(own) is None


def test_staff_are_told_from_five_on_or_when_it_is_closed() -> None:
    assert [rules.is_told(done, is_closed=False) for done in (0, 4, 5)] == [False, False, True]
    assert rules.is_told(1, is_closed=True)


def moved_of(count: int, late: int) -> list[int]:
    """How many move at each step while so many send, it closes, and so many send late."""
    waiting, moved = 0, []
    for _person in range(count):
        waiting += 1
        moved.append(rules.count_moved(waiting, is_closed=False))
        waiting -= moved[-1]
    moved.append(rules.count_moved_at_close(waiting))
    waiting -= moved[-1]
    for _person in range(late):
        waiting += 1
        moved.append(rules.count_moved(waiting, is_closed=True))
        waiting -= moved[-1]
    return moved


@pytest.mark.parametrize("count", range(60))
def test_no_move_is_of_fewer_than_five_and_at_the_close_all_are_there(count: int) -> None:
    moved = moved_of(count, late=0)
    assert all(number == 0 or number >= rules.FEWEST for number in moved)
    assert sum(moved) == (count if count >= rules.FEWEST else 0)


def test_late_answers_move_by_tens() -> None:
    assert [number for number in moved_of(7, late=31)[8:] if number] == [10, 10, 10]
    assert sum(moved_of(4, late=6)) == 10
