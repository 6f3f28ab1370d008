"""Which key a survey gets, what cannot be put, and whom a reminder reaches."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.language.reasons import Reason
from app.messages.announcements.rules import JOB as SENDING
from app.surveys.asking import rules
from app.surveys.asking.rules import Invitee, key_for, reminded, why_not_put, why_not_remind
from app.surveys.rules import CLOSED_ALREADY, ENDS_FIRST, NOT_OPEN
from tests.cast import NOW
from tests.surveys.asking import every_kind

HOUR = timedelta(hours=1)


def people(done: int, open_: int) -> list[Invitee]:
    return [Invitee(uuid4(), UUID(int=n), f"P{n}", n < done) for n in range(done + open_)]


def test_the_same_instrument_gets_a_number_the_second_time() -> None:
    assert key_for("own", []) == "own"
    assert key_for("own", ["own", "own-3"]) == "own-2"
    assert key_for("own", ["own", "own-2"]) == "own-3"


def test_what_the_policy_asks_for_is_not_put_by_hand() -> None:
    own, closes = every_kind(), NOW + HOUR
    assert why_not_put(own, (own.key,), NOW, closes, NOW) == rules.BY_POLICY
    assert why_not_put(own, (), NOW, NOW, NOW) == ENDS_FIRST
    assert why_not_put(own, (), NOW - 2 * HOUR, NOW - HOUR, NOW) == rules.OVER
    assert why_not_put(own, ("other",), NOW, closes, NOW) is None


def test_while_fewer_than_five_have_answered_all_are_reminded() -> None:
    four, five = people(4, 10), people(5, 10)
    assert list(reminded(four)) == four
    assert [person.is_done for person in reminded(five)] == [False] * 10


@pytest.mark.parametrize(
    ("opens", "closed", "written", "who", "why"),
    [
        (NOW - HOUR, NOW, None, people(1, 1), CLOSED_ALREADY),
        (NOW + HOUR, None, None, people(0, 1), NOT_OPEN),
        (NOW - HOUR, None, None, people(3, 0), rules.ALL_ANSWERED),
        (NOW - HOUR, None, None, [], rules.NOBODY),
        (NOW - HOUR, None, NOW - 23 * HOUR, people(1, 1), rules.REMINDED),
        (NOW - HOUR, None, NOW - 24 * HOUR, people(1, 1), None),
    ],
)
def test_why_nobody_is_reminded(
    opens: object, closed: object, written: object, who: list[Invitee], why: Reason | None
) -> None:
    assert why_not_remind(opens, closed, written, who, NOW) == why  # type: ignore[arg-type]


def test_its_letters_are_a_job_like_those_of_messages() -> None:
    assert rules.JOB == SENDING
