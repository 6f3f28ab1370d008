"""Who is on track, and who comes first when somebody is not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.progress import MAKE_UP_WAITS, RESTORES_IT, progress
from app.credit.completion.rules import completion
from app.credit.ledger import Ledger
from app.credit.stages.rules import is_at_risk
from app.credit.track.rules import (
    NO_SESSION_LEFT,
    URGENT,
    Track,
    by_urgency,
    found,
    has_no_session_left,
    tracked,
)
from app.packs.schema import PolicyData
from tests.credit.ledgers import (
    AFTER,
    CLOSES,
    FIRST,
    WEEK,
    changed,
    ledgers,
    moments,
    policies,
    policy,
    unit,
    with_marks,
)

ABSENT = Status.ABSENT
HOUR = timedelta(hours=1)
AFTER_FOUR = FIRST + 3 * WEEK + 2 * HOUR


def after_four(*missed: int, signed: int = 8, name: str = "Okafor, Dana") -> Ledger:
    """Somebody after the fourth of eight sessions, having missed some of them."""
    marks = dict.fromkeys(range(1, 5), Status.PRESENT) | dict.fromkeys(missed, ABSENT)
    found = with_marks(marks, Status.NOT_RECORDED)
    for n in range(signed + 1, 9):
        found = changed(found, n, attested_at=None)
    return replace(found, name=name)


@pytest.mark.parametrize(
    ("facts", "now", "track"),
    [
        (after_four(), AFTER_FOUR, Track.ON_TRACK),
        (after_four(1), AFTER_FOUR, Track.ON_TRACK),
        (after_four(1, 2), AFTER_FOUR, Track.NONE_LEFT),
        (after_four(1, 2, 3), AFTER_FOUR, Track.MAKE_UP),
        (after_four(signed=2), AFTER_FOUR, Track.BEHIND),
        (after_four(1, 2, signed=2), AFTER_FOUR, Track.NONE_LEFT),
        (with_marks({}, ABSENT), AFTER, Track.OUT_OF_REACH),
        (with_marks({}), AFTER, Track.COMPLETE),
        (with_marks({}, Status.NOT_RECORDED), FIRST - WEEK, Track.ON_TRACK),
    ],
)
def test_track(facts: Ledger, now: datetime, track: Track) -> None:
    assert tracked(facts, policy(), now).track is track


def test_those_who_can_still_complete_come_first_the_soonest_to_lose_it_first() -> None:
    """Who has most to make up is the soonest to lose it, here after the sixth session."""
    people = [
        after_four(1, 2, name="Patel, Rosa"),
        after_four(1, 2, 3, 4, name="Begaye, Keoni"),
        after_four(name="Abara, Jean"),
        after_four(signed=2, name="Kowalski, Peter"),
        after_four(1, 3, name="Grayeyes, Rebecca"),
        replace(with_marks({}, ABSENT), name="Zuni, Gabriel", closes_at=FIRST),
    ]
    listed = by_urgency(tracked(own, policy(), AFTER_FOUR) for own in people)
    assert [own.ledger.name for own in listed] == [
        "Begaye, Keoni",
        "Grayeyes, Rebecca",
        "Patel, Rosa",
        "Kowalski, Peter",
        "Zuni, Gabriel",
    ]
    assert listed[0].certain == FIRST + 4 * WEEK + HOUR
    assert listed[1].certain == FIRST + 6 * WEEK + HOUR


def test_findings_count_everybody_once() -> None:
    people = [after_four(), after_four(1), after_four(1, 2), after_four(1, 2, 3), after_four()]
    every = found([tracked(own, policy(), AFTER_FOUR) for own in people], AFTER_FOUR)
    assert (every.people, every.no_session_left, every.make_up, every.behind) == (5, 2, 1, 0)
    assert (every.complete, every.out_of_reach, every.unmarked) == (0, 0, 0)
    assert every.can_miss == [1, 2, 2]
    assert (every.begun, every.goes_on) == (True, True)


def test_make_up_that_was_asked_for_is_said_and_restores_nothing_twice() -> None:
    facts = changed(after_four(1, 2), 2, make_up_waits=True)
    (_modules, sessions) = progress(completion(facts, policy(), AFTER_FOUR))
    said = sessions.facts["sentences"]
    assert isinstance(said, tuple)
    assert MAKE_UP_WAITS(count=1, units=("Week 2",)) in said
    assert RESTORES_IT(unit="Week 1") in said
    assert "A make-up for the session of Week 2 waits for approval." in str(sessions)


@given(ledgers(), policies, moments)
def test_everybody_at_risk_can_still_complete_and_nobody_else_has_to_do_anything(
    facts: Ledger, terms: PolicyData, now: datetime
) -> None:
    own = tracked(facts, terms, now)
    verdict = own.completion
    assert (own.track in NO_SESSION_LEFT) is has_no_session_left(verdict)
    assert own.at_risk is is_at_risk(facts, verdict, now)
    if own.at_risk:
        assert verdict.reachable
        assert not verdict.complete
        assert own.track in URGENT
    if own.track in {Track.MAKE_UP, Track.BEHIND}:
        assert own.at_risk
    if own.certain is not None:
        assert (own.certain <= now) is (own.track is Track.OUT_OF_REACH)


def test_all_that_is_certain_is_told_in_the_zone_of_the_cohort() -> None:
    own = tracked(replace(after_four(1, 2, 3), zone="America/Phoenix"), policy(), AFTER_FOUR)
    assert own.certain is not None
    assert str(own.certain.tzinfo) == "America/Phoenix"
    assert unit(1).held(AFTER_FOUR)
    assert own.certain < CLOSES
