"""Whether what a reminder says is so at a moment, or why it is not. Pure.

The planner asks it for the moment at which a letter would go, and the worker once more right
before it hands the letter over.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.certainty import as_known
from app.credit.completion.rules import Completion, completion
from app.credit.ledger import UnitLedger
from app.credit.rules import EVALUATION_FIRST, why_not_claim
from app.credit.stages.rules import is_at_risk
from app.credit.status.rules import CreditStatus
from app.language.reasons import Reason, reason
from app.messages.reminders.enums import Rule
from app.messages.reminders.occasions.rules import (
    ends_at,
    evaluation_until,
    position_of,
    session_of,
)
from app.messages.reminders.reader.rules import Place, Reader, Thing

DISABLED = reason("reminder.disabled", "They can no longer sign in.")
DECLINED = reason("reminder.declined", "They turned reminders off.")
COMPLETE = reason("reminder.complete", "They have completed the program.")
CLOSED = reason("reminder.cohort_closed", "The cohort is closed.")
ARCHIVED = reason("reminder.cohort_archived", "The cohort is archived.")
TURNED_OFF = reason("reminder.rule_off", "The rule is off.")
SIGNED = reason("reminder.signed", "They have signed it.")
NOT_OPEN = reason("reminder.not_open", "It is not open by then.")
MOVED = reason("reminder.session_moved", "The session was moved or canceled.")
BEGUN = reason("reminder.session_begun", "The session has begun.")
MARKED = reason("reminder.marked", "Their attendance is recorded already.")
NOT_MARKED = reason("reminder.not_marked", "Their attendance is not recorded yet.")
NOT_MISSED = reason("reminder.not_missed", "They did not miss it, or made it up.")
NO_MAKE_UP = reason("reminder.no_make_up", "They can make up no more sessions.")
OUT_OF_REACH = reason(
    "reminder.out_of_reach", "They can no longer complete. What to say is for a person to decide."
)
ON_TRACK = reason("reminder.on_track", "They have nothing to catch up.")
FELL_BEFORE = reason("reminder.fell_before", "They had something to catch up before that week.")
ANSWERED = reason("reminder.answered", "They have answered it.")
CLAIMED = reason("reminder.claimed", "They have claimed.")
NO_CLAIM = reason("reminder.no_claim", "There is nothing they can claim yet.")

OF_CLAIMS = frozenset({Rule.CLAIM_OPEN, Rule.CLAIM_CLOSING})
"""What is left once somebody has completed, or the cohort is closed."""

OF_EVALUATIONS = frozenset({Rule.EVALUATION_WAITS, Rule.EVALUATION_CLOSING})


def why_not_written(reader: Reader) -> Reason | None:
    """Why somebody gets no reminder at all, whatever is so."""
    if reader.is_disabled:
        return DISABLED
    return None if reader.choice.wants("reminder") else DECLINED


def why_untrue(thing: Thing, place: Place, at: datetime) -> Reason | None:
    """Why somebody is not reminded of a thing at a moment: it is not so, or no longer matters."""
    setting = place.settings.get(thing.rule)
    if setting is None or not setting.is_on:
        return TURNED_OFF
    if place.ledger.archived_at is not None:
        return ARCHIVED
    if thing.rule in OF_CLAIMS:
        return _why_no_claim(thing, place, at)
    if thing.rule in OF_EVALUATIONS:
        return _why_no_evaluation(thing, place)
    if at >= place.ledger.closes_at:
        return CLOSED
    if place.completion_at(at).complete:
        return COMPLETE
    unit = place.unit(position_of(thing.about))
    return MOVED if unit is None else _OF_RULE[thing.rule](thing, unit, place, at)


def _why_no_claim(thing: Thing, place: Place, at: datetime) -> Reason | None:
    standing = place.standing
    if standing.claim is not None:
        return CLAIMED
    if standing.approved is None or not _may_claim(standing, at):
        return NO_CLAIM
    closes = standing.claims_close_at
    if closes is None:
        return NO_CLAIM
    return None if not thing.about or thing.about == f"@{closes.isoformat()}" else MOVED


def _why_no_evaluation(thing: Thing, place: Place) -> Reason | None:
    """By what is told: a letter, and that there is none, say no more of somebody than pages do."""
    for key, closes in place.evaluations.items():
        if thing.about == evaluation_until(key, closes):
            return ANSWERED if key in place.ledger.surveys_done else None
    return MOVED


def _may_claim(standing: CreditStatus, at: datetime) -> bool:
    """The rule's own answer; it is not asked where completing comes first, which is most often.

    Nobody is told in the middle of a series: it is claimed once, and what is to come would be lost.
    Whether an evaluation is done that comes first may not be told; then the letter says that, too.
    """
    assert standing.approved is not None
    verdict = standing.completion
    if verdict.asks_nothing and verdict.sessions_ahead:
        return False
    if standing.waits_for_work:
        return False
    why = why_not_claim(standing, at)
    return why is None or (why == EVALUATION_FIRST and is_withheld_alone(verdict))


def is_withheld_alone(verdict: Completion) -> bool:
    """Whether of every evaluation that is not known to be done it is not told whether it is."""
    return bool(verdict.surveys_open) and verdict.surveys_withheld >= {*verdict.surveys_open}


def _opening(_thing: Thing, unit: UnitLedger, _place: Place, at: datetime) -> Reason | None:
    if unit.signed_at is not None:
        return SIGNED
    return NOT_OPEN if unit.is_locked(at) else None


def _unsigned(thing: Thing, unit: UnitLedger, place: Place, at: datetime) -> Reason | None:
    why = _opening(thing, unit, place, at) or _why_no_session(thing, unit, at)
    return why or (None if place.standing.completion.reachable else OUT_OF_REACH)


def _coming(thing: Thing, unit: UnitLedger, _place: Place, at: datetime) -> Reason | None:
    if why := _why_no_session(thing, unit, at):
        return why
    return None if unit.mark is Status.NOT_RECORDED else MARKED


def _why_no_session(thing: Thing, unit: UnitLedger, at: datetime) -> Reason | None:
    if not unit.takes_place or session_of(unit) != thing.about:
        return MOVED
    return BEGUN if unit.starts_at is not None and at >= unit.starts_at else None


def _missed(_thing: Thing, unit: UnitLedger, place: Place, at: datetime) -> Reason | None:
    if not unit.takes_place:
        return MOVED
    if unit.mark is Status.NOT_RECORDED:
        return NOT_MARKED
    verdict = place.completion_at(at)
    if place.ledger.label(unit.position) not in verdict.sessions_missed:
        return NOT_MISSED
    if not verdict.make_ups_left:
        return NO_MAKE_UP
    return None if verdict.reachable else OUT_OF_REACH


def _fall(_thing: Thing, unit: UnitLedger, place: Place, at: datetime) -> Reason | None:
    """They fell in the week of a session if they had to catch up after it, and not before it."""
    if not unit.takes_place:
        return MOVED
    verdict = place.completion_at(at)
    if not verdict.reachable:
        return OUT_OF_REACH
    if not is_at_risk(place.ledger, verdict, at):
        return ON_TRACK
    over = sorted(ends_at(other) for other in place.ledger.units if other.held(at))
    moment = timedelta(seconds=1)
    after = [end - moment for end in over if end > ends_at(unit)][:1]
    if not all(_had_to_catch_up(place, then) for then in after):
        return ON_TRACK
    return FELL_BEFORE if _had_to_catch_up(place, ends_at(unit) - moment) else None


def _had_to_catch_up(place: Place, then: datetime) -> bool:
    """By what was known then."""
    ledger = as_known(place.ledger, then)
    return is_at_risk(ledger, completion(ledger, place.standing.policy, then), then)


_Asks = Callable[[Thing, UnitLedger, Place, datetime], Reason | None]
_OF_RULE: Mapping[Rule, _Asks] = MappingProxyType(
    {
        Rule.UNIT_OPEN: _opening,
        Rule.UNSIGNED: _unsigned,
        Rule.SESSION_TOMORROW: _coming,
        Rule.SESSION_SOON: _coming,
        Rule.MISSED: _missed,
        Rule.OFF_TRACK: _fall,
    }
)
