"""A series in a ledger: nobody is expected, so nothing waits and nothing was missed."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given

from app.credit.completion.progress import progress
from app.credit.completion.promise import what_completes
from app.credit.completion.rules import ATTENDED, NOTHING_TO_COMPLETE, completion
from app.credit.enums import Outlook
from app.credit.ledger import Ledger
from app.credit.stages.rules import Stage, is_at_risk, stage_of, what_restores
from tests.credit.ledgers import AFTER, ledgers, moments, policy

NOTHING = policy(modules_required=0, sessions_required=0, make_ups_allowed=0)


def of_series(facts: Ledger) -> Ledger:
    """The same marks in a series: no modules, and nobody is expected."""
    units = (
        replace(unit, optional=True, expected=False, has_module=False, attested_at=None)
        for unit in facts.units
    )
    return replace(facts, units=tuple(units))


@given(ledgers(), moments)
def test_nothing_waits_and_nothing_was_missed(facts: Ledger, now: datetime) -> None:
    series = of_series(facts)
    verdict = completion(series, NOTHING, now)
    assert verdict.sessions_waiting == ()
    assert verdict.sessions_missed == ()
    assert verdict.restore == ()
    assert not any(unit.is_unmarked(now) for unit in series.units)


@given(ledgers(), moments)
def test_nobody_completes_and_nobody_is_at_risk(facts: Ledger, now: datetime) -> None:
    series = of_series(facts)
    verdict = completion(series, NOTHING, now)
    assert verdict.outlook is Outlook.IN_PROGRESS
    assert stage_of(series, verdict, now) in {Stage.NOT_STARTED, Stage.ON_COURSE}
    assert not is_at_risk(series, verdict, now)
    assert what_restores(series, verdict, now) == ()
    assert verdict.missing == (NOTHING_TO_COMPLETE,)


@given(ledgers())
def test_every_session_that_somebody_was_at_counts(facts: Ledger) -> None:
    series = of_series(facts)
    verdict = completion(series, NOTHING, AFTER)
    there = sum(unit.held(AFTER) and unit.mark in ATTENDED for unit in series.units)
    assert verdict.sessions_counted == there
    (line,) = progress(verdict)
    assert str(line).startswith(f"{there} session" if there else "No session attended")


def test_what_is_asked_is_said_to_be_nothing() -> None:
    (line,) = what_completes(NOTHING, 0, 16)
    assert str(line) == "Come to what you like. There is nothing to complete."
