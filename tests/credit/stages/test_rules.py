"""How far somebody is: counted, it is what going through the ledger says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.rules import Completion, completion
from app.credit.ledger import Ledger
from app.credit.stages.rules import (
    ACTIVE,
    AT_RISK,
    WELL,
    Judge,
    Stage,
    is_at_risk,
    stage_of,
    what_restores,
)
from app.credit.tallies.rules import PlannedUnit, Schedule, Tally, Work, WorkMark, judged
from app.packs.schema import PolicyData
from tests.credit.ledgers import (
    CLOSES,
    FIRST,
    WEEK,
    changed,
    ledger,
    ledgers,
    moments,
    policies,
    policy,
    unit,
)


def work(of: Ledger) -> Work:
    """What a ledger says was done; a session that they need not have been at was before."""
    marks = {
        own.position: WorkMark(Status.ABSENT, own.starts_at)
        if own.status is Status.MADE_UP
        else WorkMark(own.status)
        for own in of.units
        if own.starts_at is not None
    }
    signed = {own.position: own.attested_at for own in of.units if own.attested_at is not None}
    return Work(of.enrolled_at, signed, marks, surveys_done=of.surveys_done)


def plan(of: Ledger) -> list[PlannedUnit]:
    """The schedule that a ledger stands in."""
    return [
        PlannedUnit(
            own.position,
            own.has_module,
            own.starts_at,
            own.minutes_scheduled,
            own.canceled,
            not_held=own.not_held,
        )
        for own in of.units
    ]


def counts(verdict: Completion) -> Mapping[str, Any]:
    """All of a verdict but the names of units."""
    names = ("modules_open", "sessions_waiting", "sessions_missed", "surveys_open")
    words = {*names, "judged", "has_sessions"}
    found = {key: value for key, value in vars(verdict).items() if key not in words}
    return found | {key: len(getattr(verdict, key)) for key in names}


def told_nothing(of: Ledger) -> Ledger:
    """Of which no evaluation is done, withheld or yet to open: counts tell these not apart."""
    known = {"final-evaluation": CLOSES}
    return replace(
        of, surveys_done=frozenset(), surveys_withheld=frozenset(), surveys_closing=known
    )


def counted(of: Ledger, terms: PolicyData, now: datetime) -> Tally:
    (tally,) = Schedule(plan(of), of.closes_at, [now]).tallies(work(of), terms)
    return tally


@given(ledgers(), policies, moments)
def test_counts_have_the_verdict_of_the_ledger(
    of: Ledger, terms: PolicyData, now: datetime
) -> None:
    units = tuple(replace(own, expected=True) for own in of.units)
    known = tuple(own for own in units if own.attested_at is None or own.attested_at <= now)
    done = of.surveys_done
    whole = replace(told_nothing(of), units=known, surveys_done=done)
    verdict = completion(whole, terms, now)
    tally = counted(whole, terms, now)
    assert counts(judged(tally, terms)) == counts(verdict)
    assert Judge(terms).stage(tally) is stage_of(whole, verdict, now)


@given(ledgers(), moments)
def test_counts_of_a_series_have_the_verdict_of_its_ledger(of: Ledger, now: datetime) -> None:
    terms = policy(modules_required=0, sessions_required=0, make_ups_allowed=0)
    units = tuple(
        replace(own, expected=False, optional=True, has_module=False, attested_at=None)
        for own in of.units
    )
    whole = replace(told_nothing(of), units=units)
    schedule = Schedule(plan(whole), whole.closes_at, [now], is_series=True)
    (tally,) = schedule.tallies(work(whole), terms)
    verdict = completion(whole, terms, now)
    assert counts(judged(tally, terms)) == counts(verdict)
    assert Judge(terms).stage(tally) is stage_of(whole, verdict, now)


@given(ledgers(), policies, st.lists(moments, min_size=1, max_size=4, unique=True))
def test_moments_together_are_each_alone(
    of: Ledger, terms: PolicyData, ats: list[datetime]
) -> None:
    ats = sorted(ats)
    together = Schedule(plan(of), of.closes_at, ats).tallies(work(of), terms)
    for at, tally in zip(ats[:-1], together, strict=False):
        later = Schedule(plan(of), of.closes_at, [at, at + WEEK])
        assert later.tallies(work(of), terms)[0] == tally
    assert together[-1] == counted(of, terms, ats[-1])


def stage(of: Ledger, now: datetime, **changes: Any) -> Stage:
    """As it is, and the same by its counts."""
    terms = policy(**changes)
    found = stage_of(of, completion(of, terms, now), now)
    assert Judge(terms).stage(counted(of, terms, now)) is found
    return found


UNTOUCHED = ledger(*(unit(n, Status.NOT_RECORDED, attested_at=None) for n in range(1, 9)))
MONDAY_OF_WEEK_3 = FIRST + 2 * WEEK - timedelta(days=3)


def so_far(units: int, otherwise: Status = Status.PRESENT, **changes: Any) -> Ledger:
    """Who did everything in so many units, and nothing since."""
    return ledger(
        *(unit(n, otherwise, **changes) for n in range(1, units + 1)),
        *(unit(n, Status.NOT_RECORDED, attested_at=None) for n in range(units + 1, 9)),
    )


def test_nobody_has_missed_what_has_not_happened() -> None:
    assert stage(UNTOUCHED, FIRST - WEEK) is Stage.NOT_STARTED
    assert stage(so_far(2), MONDAY_OF_WEEK_3) is Stage.ON_COURSE


def test_who_has_not_started_is_at_risk_by_what_they_have_not_done() -> None:
    after_two = FIRST + WEEK + timedelta(hours=2)
    assert stage(UNTOUCHED, after_two) is Stage.BEHIND_UNSTARTED
    assert stage(UNTOUCHED, CLOSES) is Stage.OUT_OF_REACH
    assert Stage.BEHIND_UNSTARTED not in ACTIVE


def test_session_without_a_mark_puts_nobody_at_risk() -> None:
    signed = {"attested_at": FIRST - WEEK}
    assert stage(so_far(2, Status.NOT_RECORDED, **signed), MONDAY_OF_WEEK_3) is Stage.ON_COURSE


def test_module_is_due_once_the_session_after_its_own_is_over() -> None:
    late = changed(so_far(2), 2, attested_at=None)
    assert stage(late, MONDAY_OF_WEEK_3) is Stage.ON_COURSE
    late = changed(so_far(2), 1, attested_at=None)
    assert stage(late, MONDAY_OF_WEEK_3) is Stage.BEHIND
    assert stage(late, MONDAY_OF_WEEK_3, modules_required=7) is Stage.ON_COURSE


def test_who_needs_a_make_up_is_at_risk_and_without_one_out_of_reach() -> None:
    missed = so_far(3, Status.ABSENT)
    then = FIRST + 3 * WEEK - timedelta(days=3)
    assert stage(missed, then) is Stage.BEHIND
    assert stage(missed, then, make_ups_allowed=0) is Stage.OUT_OF_REACH
    assert stage(missed, then, sessions_required=5) is Stage.ON_COURSE


def test_once_the_cohort_is_closed_nobody_is_at_risk() -> None:
    assert stage(so_far(7), CLOSES) is Stage.OUT_OF_REACH
    assert stage(ledger(), CLOSES) is Stage.COMPLETE


@pytest.mark.parametrize("there", [Status.PRESENT, Status.LATE, Status.PARTIAL])
def test_whoever_was_at_a_session_has_started(there: Status) -> None:
    came = changed(UNTOUCHED, 1, status=there)
    assert stage(came, FIRST + timedelta(days=1)) in ACTIVE


def test_on_course_is_active() -> None:
    assert WELL < ACTIVE


@given(ledgers(), policies, moments)
def test_whoever_is_at_risk_has_something_to_catch_up(
    of: Ledger, terms: PolicyData, now: datetime
) -> None:
    verdict = completion(of, terms, now)
    assert is_at_risk(of, verdict, now) is (stage_of(of, verdict, now) in AT_RISK)
    if is_at_risk(of, verdict, now):
        assert what_restores(of, verdict, now)
    if stage_of(of, verdict, now) is Stage.ON_COURSE:
        assert not what_restores(of, verdict, now)
