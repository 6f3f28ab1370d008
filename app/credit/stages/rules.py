"""How far somebody is on the way to completing a cohort, at any moment. Pure.

The verdict is `completion`'s own: the same counts, the same `Completion`.
"""

from datetime import datetime
from enum import StrEnum
from functools import cache

from app.credit.completion.rules import Completion
from app.credit.ledger import Ledger
from app.credit.tallies.rules import Tally, judged
from app.language.reasons import Reason, ReasonKind
from app.packs.schema import PolicyData


class Stage(StrEnum):
    """How far somebody who is in a cohort is."""

    NOT_STARTED = "not-started"
    """Signed no unit and attended no session, and has nothing to catch up so far."""
    OUT_OF_REACH = "out-of-reach"
    """Can no longer complete."""
    BEHIND_UNSTARTED = "behind-unstarted"
    """Has something to catch up, and has not started."""
    BEHIND = "behind"
    """Started, and completes only by signing late or by making a session up."""
    ON_COURSE = "on-course"
    """Completes by going on like this: nothing that is over has to be caught up."""
    COMPLETE = "complete"


AT_RISK = frozenset({Stage.BEHIND_UNSTARTED, Stage.BEHIND})
"""Can still complete, but only by signing late or by making a session up: on every page."""
ACTIVE = frozenset({Stage.BEHIND, Stage.ON_COURSE, Stage.COMPLETE})
"""Started, and can still complete or has."""
MODULES_BEHIND = ReasonKind(
    "stage.modules_behind", "{count} module to catch up", "{count} modules to catch up"
)
SESSIONS_SHORT = ReasonKind(
    "stage.sessions_short", "{count} session to make up", "{count} sessions to make up"
)
WELL = frozenset({Stage.ON_COURSE, Stage.COMPLETE})
"""On course: with nothing to catch up."""


class Judge:
    """A policy that judges counts; people with the same counts are judged once."""

    def __init__(self, policy: PolicyData) -> None:
        self.policy = policy
        self.stage = cache(self._stage)

    def _stage(self, tally: Tally) -> Stage:
        verdict = judged(tally, self.policy)
        return stage(verdict, started=tally.started, unsigned_due=tally.unsigned_due)


def stage(verdict: Completion, *, started: bool, unsigned_due: int) -> Stage:
    """How far somebody is. `unsigned_due`: modules that are due and not signed."""
    if verdict.complete:
        return Stage.COMPLETE
    if not verdict.reachable:
        return Stage.OUT_OF_REACH
    if unsigned_due > _spare(verdict) or verdict.sessions_short:
        return Stage.BEHIND if started else Stage.BEHIND_UNSTARTED
    return Stage.ON_COURSE if started else Stage.NOT_STARTED


def stage_of(ledger: Ledger, verdict: Completion, now: datetime) -> Stage:
    """How far somebody is, by their ledger and its verdict."""
    unsigned_due = _unsigned_due(ledger, verdict, now)
    return stage(verdict, started=ledger.has_started(now), unsigned_due=unsigned_due)


def is_at_risk(ledger: Ledger, verdict: Completion, now: datetime) -> bool:
    """Whether somebody completes only by catching up; who has not started, too."""
    return stage_of(ledger, verdict, now) in AT_RISK


def what_restores(ledger: Ledger, verdict: Completion, now: datetime) -> tuple[Reason, ...]:
    """What somebody at risk has to catch up, a few words each; empty for who is on course."""
    behind = _unsigned_due(ledger, verdict, now) - _spare(verdict)
    short = verdict.sessions_needed - verdict.sessions_possible
    catch_up = [MODULES_BEHIND(count=behind)] if behind > 0 else []
    return (*catch_up, *([SESSIONS_SHORT(count=short)] if short > 0 else []))


def _unsigned_due(ledger: Ledger, verdict: Completion, now: datetime) -> int:
    """How many modules are due and not signed: the session of a later unit was held."""
    held = [unit for unit in ledger.units if unit.held(now)]
    newest = max((unit.position for unit in held), default=0)
    unsigned = [unit for unit in ledger.units if unit.has_module and unit.signed_at is None]
    return sum(verdict.closed or unit.position < newest for unit in unsigned)


def _spare(verdict: Completion) -> int:
    """How many modules need not be signed."""
    return max(0, verdict.modules_done + len(verdict.modules_open) - verdict.modules_needed)
