"""Whom a canceled session puts out of reach of completing."""

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.canceling import put_out_of_reach, without_session
from app.credit.completion.rules import completion
from tests.credit.ledgers import FIRST, WEEK, ledger, policy, unit

NOW = FIRST + 6 * WEEK
"""Six sessions were held, two are to come."""


def missed(count: int) -> list[Status]:
    return [Status.ABSENT] * count + [Status.PRESENT] * (6 - count) + [Status.NOT_RECORDED] * 2


def test_only_who_could_complete_and_needs_the_session_is_counted() -> None:
    asks = policy(make_ups_allowed=0)
    people = [
        ledger(*(unit(n, mark) for n, mark in enumerate(missed(count), start=1)))
        for count in (0, 1, 2, 3)
    ]
    assert [completion(own, asks, NOW).reachable for own in people] == [True, True, True, False]
    assert put_out_of_reach(people, asks, 8, NOW) == 1  # who missed two needs both
    assert put_out_of_reach(people, policy(make_ups_allowed=1), 8, NOW) == 1  # who missed three
    assert put_out_of_reach(people, policy(make_ups_allowed=2), 8, NOW) == 0


def test_a_canceled_session_is_nobodys() -> None:
    own = without_session(ledger(), 8)
    assert [unit.position for unit in own.units if not unit.takes_place] == [8]
    assert completion(own, policy(), NOW).sessions_missed == ()
