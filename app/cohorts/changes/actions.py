"""Moving, canceling and adding sessions of a published cohort, and changing how people join."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes import letters, queries, rules
from app.cohorts.changes.letters import Change
from app.cohorts.changes.queries import LockedUnit
from app.cohorts.changes.recording import (
    lock_to_change,
    record,
    record_change,
    require_as_seen,
    require_time,
    told,
)
from app.cohorts.changes.rules import WallTime
from app.cohorts.context import CohortContext
from app.cohorts.models import CaseSession, Cohort, Unit
from app.core.clock import Clock
from app.core.errors import ConflictError, require

ONE, ALL_TO_COME = "one", "all"
"""Which sessions a new link is for."""


def move_session(
    session: Session,
    here: CohortContext,
    position: int,
    wish: WallTime,
    *,
    seen: int,
    reason: str,
    by: UUID,
    clock: Clock,
) -> None:
    """Put a session at another time; its unit's opening goes along, unless it has opened.

    `seen`: the number that the session had on the page. A second click changes nothing. `clock` is
    asked when the locks are there: what opened or began during the wait for them stays.

    Raises:
        ConflictError: It changed since.
        RefusedError: With the rule's reason.
    """
    locked, now = lock_to_change(session, here, reason), clock()
    cohort, own = locked.cohort, locked.at(position)
    unit, held, before = own.unit, own.held, own.wall_time
    if before == wish and held.sequence == seen + 1:
        return
    require_as_seen(held, seen)
    require(rules.why_not_move(own.planned, now))
    require(rules.SAME_TIME if before == wish else None)
    require_time(cohort, wish, now)
    was_at, opened_at = held.starts_at, unit.opens_at
    by_rule = queries.opening_for(session, here, wish)
    unit.opens_at = rules.moved_opening(unit.opens_at, by_rule, now)
    _set_time(held, wish, cohort.zone)
    facts = {
        "zone": cohort.zone,
        "before": before.facts | {"opens": opened_at.isoformat()},
        "after": wish.facts | {"opens": unit.opens_at.isoformat()},
    }
    record_change(session, rules.MOVED, own, cohort, facts, reason, by=by, now=now)
    letters.tell_moved(session, told(session, cohort, own, reason, now), was_at, now=now)


def cancel_session(
    session: Session,
    here: CohortContext,
    position: int,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Let a session not take place; its unit opens as planned. A second click changes nothing."""
    cohort, own = _locked_unless_done(session, here, position, reason, seen, is_canceled=True)
    if own is None:
        return
    require(rules.why_not_cancel(own.planned, now))
    own.held.canceled_at = now
    change = _changed(session, rules.CANCELED, cohort, own, reason, by=by, now=now)
    letters.tell_canceled(session, change, now=now)


def restore_session(
    session: Session,
    here: CohortContext,
    position: int,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Take a cancellation back, until the session's time. A second click changes nothing."""
    cohort, own = _locked_unless_done(session, here, position, reason, seen, is_canceled=False)
    if own is None:
        return
    require(rules.why_not_restore(own.planned, now))
    require_time(cohort, own.wall_time, now)
    own.held.canceled_at = None
    change = _changed(session, rules.RESTORED, cohort, own, reason, by=by, now=now)
    letters.tell_restored(session, change, now=now)


def _changed(
    session: Session,
    act: str,
    cohort: Cohort,
    own: LockedUnit,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> Change:
    """Write down that a session that keeps its time was changed; who is to know of it."""
    facts = {"at": own.held.starts_at.isoformat()}
    record_change(session, act, own, cohort, facts, reason, by=by, now=now)
    return told(session, cohort, own, reason, now)


def _locked_unless_done(
    session: Session,
    here: CohortContext,
    position: int,
    reason: str,
    seen: int,
    *,
    is_canceled: bool,
) -> tuple[Cohort, LockedUnit | None]:
    """The cohort and a session of it, locked as it was seen; no session after a first click."""
    locked = lock_to_change(session, here, reason)
    own = locked.at(position)
    if (own.held.canceled_at is not None) is is_canceled and own.held.sequence == seen + 1:
        return locked.cohort, None
    require_as_seen(own.held, seen)
    return locked.cohort, own


def add_session(
    session: Session,
    here: CohortContext,
    title: str,
    wish: WallTime,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    """Put a unit with a session and no texts at the end; return its position.

    What the policy asks for stays. `seen`: the last position on the page. A second click adds no
    second session.
    """
    cohort = lock_to_change(session, here, reason).cohort
    known = queries.schedule(session, cohort.id)
    last = known[-1].position if known else 0
    if last == seen + 1 and known[-1].session_id and known[-1].wall_time == wish:
        return last
    if last != seen:
        raise ConflictError(rules.CHANGED)
    require_time(cohort, wish, now)
    opens_at = max(queries.opening_for(session, here, wish), now)
    link = next((other.link for other in reversed(known) if other.link), "")
    own = _append(session, cohort, last + 1, title, opens_at, wish, link)
    facts = {"zone": cohort.zone, "after": wish.facts}
    record(session, rules.ADDED, own, cohort, facts, reason, by=by, now=now)
    letters.tell_added(session, told(session, cohort, own, reason, now), now=now)
    return own.unit.position


def change_link(
    session: Session,
    here: CohortContext,
    position: int,
    link: str,
    which: str,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    """Let people join a session, or all that are not over, by another link; return how many.

    Nobody is written to: no letter ever holds a link. A second click changes nothing.
    """
    locked = lock_to_change(session, here, reason)
    cohort, own = locked.cohort, locked.at(position)
    if own.held.link == link and own.held.sequence == seen + 1:
        return 0
    require_as_seen(own.held, seen)
    require(rules.why_not_lead(own.planned, now))
    meant = (
        [unit for unit in locked.units if _is_to_come(unit, now)] if which == ALL_TO_COME else [own]
    )
    changed = [unit for unit in meant if unit.held.link != link]
    require(None if changed else rules.SAME_LINK)
    for unit in changed:
        facts = {"before": unit.held.link, "after": link}
        unit.held.link = link
        record_change(session, "session.link-changed", unit, cohort, facts, reason, by=by, now=now)
    return len(changed)


def _is_to_come(own: LockedUnit, now: datetime) -> bool:
    return rules.why_not_lead(own.planned, now) is None


def _append(
    session: Session,
    cohort: Cohort,
    position: int,
    title: str,
    opens_at: datetime,
    wish: WallTime,
    link: str,
) -> LockedUnit:
    unit = Unit(
        cohort_id=cohort.id, position=position, title=title, short_title=title, opens_at=opens_at
    )
    session.add(unit)
    session.flush()
    held = _new_session(unit, wish, cohort.zone, link)
    session.add(held)
    return LockedUnit(unit, held)


def _new_session(unit: Unit, wish: WallTime, zone: str, link: str) -> CaseSession:
    return CaseSession(
        unit_id=unit.id,
        local_date=wish.day,
        local_time=wish.at,
        zone=zone,
        starts_at=wish.starts(zone),
        minutes=wish.minutes,
        link=link,
    )


def _set_time(held: CaseSession, wish: WallTime, zone: str) -> None:
    held.local_date, held.local_time, held.minutes = wish.day, wish.at, wish.minutes
    held.zone, held.starts_at = zone, wish.starts(zone)
