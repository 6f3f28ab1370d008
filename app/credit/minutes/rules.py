"""How many minutes each unit earns, by its position; pure.

Credit adds them up, and the record shows them unit by unit.

What a make-up adds is read so:

- Whoever left early and made the session up later keeps the live minutes that they were there:
  credit follows participation, and what was attended is not undone by doing more.
- Minutes at a sister session are added to these, up to the length of the session: the part that
  somebody heard twice earns once.
- Enduring material earns what is left of that length besides the live minutes, and never more than
  its component has for a session.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.enums import CreditType
from app.credit.ledger import ApprovedMakeUp, Ledger, UnitLedger
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

NOT_ATTESTED = reason("minutes.not_attested", "Not attested")
EARLIER_COHORT = reason("minutes.earlier_cohort", "In an earlier cohort, so no credit here")
AFTER_EXPIRY = reason("minutes.after_expiry", "After the activity expired")
BEFORE_APPROVAL = reason("minutes.before_approval", "Before this credit was approved")
BEFORE_DAY = ReasonKind("minutes.before_day", "Before this credit was approved on {day:date}")
CANCELED = reason("minutes.canceled", "Canceled")
NOT_HELD = reason("minutes.not_held", "Not held")
TO_COME = reason("minutes.to_come", "Still to come")
STILL_OPEN = reason("minutes.still_open", "Still open")
LED_IT = reason("minutes.led_it", "Led, not attended")
NOT_RECORDED = reason("minutes.not_recorded", "Not recorded yet")
EXCUSED = reason("minutes.excused", "Excused")
ABSENT = reason("minutes.absent", "Not there")
TOO_SHORT = reason("minutes.too_short", "Too short to be counted")
NOTHING_FOR_IT = reason("minutes.nothing_for_it", "Made up, without credit")


class Rate(NamedTuple):
    """What one module or one whole session earns that was done from a moment on."""

    since: datetime
    minutes: int


Rates = tuple[Rate, ...]
"""Each until the next one begins: what was designated on which day."""


def rates_read(rows: Iterable[Mapping[str, Any]], approved_at: datetime) -> Rates:
    """As a component keeps them; none where it has always earned the same.

    Without a moment it is as old as the activity, and nothing is older than that.
    """
    return tuple(Rate(_no_older(own["since"], approved_at), own["minutes"]) for own in rows)


def _no_older(since: str | None, approved_at: datetime) -> datetime:
    return max(approved_at, datetime.fromisoformat(since)) if since else approved_at


def since_of(rates: Rates) -> datetime:
    """From when on anything is earned."""
    return rates[0].since


def rates_from(rates: Rates, since: datetime) -> Rates:
    """The same without what was before a moment."""
    ended = [rate for rate in rates if rate.since <= since]
    begun = [Rate(since, ended[-1].minutes)] if ended else []
    return (*begun, *(rate for rate in rates if rate.since > since))


def minutes_at(rates: Rates, moment: datetime | None, until: datetime | None) -> int | None:
    """What is earned by what was done at a moment; None where nothing was designated then."""
    if moment is None or not _is_within(moment, since_of(rates), until):
        return None
    return [rate.minutes for rate in rates if rate.since <= moment][-1]


def of_modules(ledger: Ledger, rates: Rates, until: datetime | None = None) -> dict[int, int]:
    """The minutes of each module that was attested while it was designated.

    `until`: when the activity expires, here and below; None: it does not.
    """
    return {
        unit.position: minutes
        for unit in ledger.units
        if unit.has_module and (minutes := minutes_at(rates, unit.attested_at, until)) is not None
    }


def _is_within(moment: datetime | None, since: datetime, until: datetime | None) -> bool:
    return moment is not None and since <= moment and (until is None or moment < until)


def of_sessions(
    ledger: Ledger,
    rates: Rates,
    late_after: int,
    now: datetime,
    until: datetime | None = None,
) -> dict[int, int]:
    """The minutes of each session that earned any; who led it earns no credit for learning."""
    since = since_of(rates)
    earned = {
        unit.position: min(
            _live_minutes(unit, late_after, since, until),
            minutes_at(rates, unit.starts_at, until) or 0,
        )
        for unit in ledger.units
        if _is_designated(unit, since, now, until)
    }
    return {position: minutes for position, minutes in earned.items() if minutes}


def of_enduring(
    ledger: Ledger,
    rates: Rates,
    approved_at: datetime,
    now: datetime,
    until: datetime | None = None,
) -> dict[int, int]:
    """The minutes of each session that earned any by being made up with enduring material.

    The session is one of the activity, so it was after `approved_at`; what counts for the rest is
    when it was made up, since that is the learning.
    """
    earned = {
        unit.position: min(
            minutes_at(rates, made_up.done_at, until) or 0, unit.minutes_scheduled - _attended(unit)
        )
        for unit in ledger.units
        if _is_designated(unit, approved_at, now, until)
        and (made_up := _made_up(unit, CreditType.ENDURING, since_of(rates), until))
    }
    return {position: minutes for position, minutes in earned.items() if minutes > 0}


def why_no_module_minutes(
    unit: UnitLedger,
    approved_at: datetime,
    closes_at: datetime,
    now: datetime,
    until: datetime | None = None,
) -> Reason:
    """Why the module of a unit earns nothing. Until `closes_at` it can be signed."""
    if unit.attested_at is not None:
        return _not_within(unit.attested_at, approved_at, until) or NOTHING_FOR_IT
    if unit.signed_at is not None:
        return EARLIER_COHORT
    if unit.is_locked(now):
        return TO_COME
    return STILL_OPEN if now < closes_at else NOT_ATTESTED


def with_day(why: Reason, since: datetime, zone: str) -> Reason:
    """The same, with the day where it is about the approval. `zone`: of the cohort."""
    return BEFORE_DAY(day=local(since, zone).date()) if why == BEFORE_APPROVAL else why


def _not_within(moment: datetime, since: datetime, until: datetime | None) -> Reason | None:
    if moment < since:
        return BEFORE_APPROVAL
    return AFTER_EXPIRY if until is not None and moment >= until else None


def why_no_session_minutes(
    unit: UnitLedger, approved_at: datetime, now: datetime, until: datetime | None = None
) -> Reason:
    """Why the session of a unit earns nothing."""
    if unit.canceled:
        return NOT_HELD if unit.not_held else CANCELED
    if unit.is_mark_carried:
        return EARLIER_COHORT
    if not unit.held(now):
        return TO_COME
    if unit.led_it:
        return LED_IT
    if unit.starts_at is not None and (why := _not_within(unit.starts_at, approved_at, until)):
        return why
    return _OF_MARKS.get(unit.status, NOTHING_FOR_IT)


_OF_MARKS = {
    Status.NOT_RECORDED: NOT_RECORDED,
    Status.ABSENT: ABSENT,
    Status.EXCUSED: EXCUSED,
    Status.PARTIAL: TOO_SHORT,
    Status.PRESENT: TOO_SHORT,
    Status.LATE: TOO_SHORT,
}


def _is_designated(
    unit: UnitLedger, approved_at: datetime, now: datetime, until: datetime | None
) -> bool:
    """Whether a session that was held was one of the activity, for who learned in it."""
    within = _is_within(unit.starts_at, approved_at, until)
    return within and unit.held(now) and not unit.led_it


def _live_minutes(
    unit: UnitLedger, late_after: int, approved_at: datetime, until: datetime | None
) -> int:
    there = minutes_there(unit, late_after)
    made_up = _made_up(unit, CreditType.LIVE, approved_at, until)
    if made_up is None:
        return there
    return max(there, min(there + (made_up.minutes or 0), unit.minutes_scheduled))


def _attended(unit: UnitLedger) -> int:
    """How long somebody was at a session that they made up later."""
    return unit.minutes or 0


def _made_up(
    unit: UnitLedger, credit: CreditType, approved_at: datetime, until: datetime | None
) -> ApprovedMakeUp | None:
    """The make-up that stands for a session, if it is of this type, and of the right time."""
    made_up = unit.make_up if unit.status is Status.MADE_UP else None
    if made_up is None or made_up.credit is not credit:
        return None
    return made_up if _is_within(made_up.done_at, approved_at, until) else None


def minutes_there(unit: UnitLedger, late_after: int) -> int:
    """Known minutes; else what the mark says at most, or nothing where it says too little."""
    assumed = {
        Status.PRESENT: unit.minutes_scheduled,
        Status.LATE: max(0, unit.minutes_scheduled - late_after),
        Status.PARTIAL: 0,
        Status.MADE_UP: 0,
    }
    if unit.status not in assumed:
        return 0
    return assumed[unit.status] if unit.minutes is None else unit.minutes
