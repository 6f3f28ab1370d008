"""Since when it is certain that somebody can no longer complete, or from when it will be. Pure.

Both go by the schedule and the policy as they are now, and judge the ledger as it was, or would be,
at the end of each session and when the cohort closes: nothing else makes it certain.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.rules import Completion, completion
from app.credit.ledger import Ledger, UnitLedger
from app.language.moments import local


def modules_lost_since(verdict: Completion) -> datetime | None:
    """Since when too few modules can be attested; None: they can, or never could.

    The moment carries the zone of the cohort, as the others here do.
    """
    return _since(verdict, lambda then: then.modules_reachable)


def sessions_lost_since(verdict: Completion) -> datetime | None:
    """Since when too few sessions can count; None: enough can, or it is not known since when.

    It is not, where sessions to come are known to be missed, and nobody noted when that was known.
    """
    return _since(verdict, lambda then: then.sessions_reachable)


def lost_since(verdict: Completion) -> datetime | None:
    """Since when somebody can no longer complete; None: they can, or it is not known."""
    return _since(verdict, lambda then: then.reachable)


def sessions_lost_from(verdict: Completion) -> datetime | None:
    """From when too few sessions can count, if none of those to come does and none is made up.

    None where enough have counted, and where too few can already.
    """
    if verdict.judged is None or not verdict.sessions_reachable:
        return None
    ledger, policy, now = verdict.judged
    for at in (moment for moment in _moments(ledger) if moment > now):
        then = completion(_with_nothing_more(ledger, now, at), policy, at)
        if not then.sessions_reachable:
            return local(at, ledger.zone)
    return None


def as_known(ledger: Ledger, at: datetime) -> Ledger:
    """The ledger as it was known then: no mark of a session that was to come, nothing canceled yet.

    Excuses that were given before are left out, too: since when they are known is not.
    """
    return replace(ledger, units=tuple(_known(unit, at) for unit in ledger.units))


def _since(verdict: Completion, is_reachable: Callable[[Completion], bool]) -> datetime | None:
    if verdict.judged is None or is_reachable(verdict):
        return None
    ledger, policy, now = verdict.judged
    for at in (moment for moment in _moments(ledger) if moment <= now):
        if not is_reachable(completion(as_known(ledger, at), policy, at)):
            return local(at, ledger.zone)
    return None


def _moments(ledger: Ledger) -> list[datetime]:
    """When something could become certain: not before they were there."""
    found = {ledger.enrolled_at, ledger.closes_at, *_ends_and_cancellations(ledger)}
    return sorted(moment for moment in found if moment >= ledger.enrolled_at)


def _ends_and_cancellations(ledger: Ledger) -> Iterator[datetime]:
    for unit in ledger.units:
        if unit.takes_place:
            yield _end(unit)
        elif unit.canceled_at is not None:
            yield unit.canceled_at


def _end(unit: UnitLedger) -> datetime:
    assert unit.starts_at is not None
    return unit.starts_at + timedelta(minutes=unit.minutes_scheduled)


def _known(unit: UnitLedger, at: datetime) -> UnitLedger:
    if unit.starts_at is None or unit.not_held or (unit.takes_place and unit.held(at)):
        return unit
    still_on = unit.canceled_at is not None and at < unit.canceled_at
    canceled = unit.canceled and not still_on
    return replace(unit, status=Status.NOT_RECORDED, canceled=canceled)


def _with_nothing_more(ledger: Ledger, now: datetime, at: datetime) -> Ledger:
    """The ledger as it would be if those to come had been missed by then."""
    units = (
        replace(unit, status=Status.ABSENT)
        if unit.held(at) and not unit.held(now) and unit.status is Status.NOT_RECORDED
        else unit
        for unit in ledger.units
    )
    return replace(ledger, units=tuple(units))
