"""Moving, canceling and adding sessions of a published cohort, and changing how people join."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes import letters, queries, rules
from app.cohorts.changes.letters import Change
from app.cohorts.changes.queries import LockedSchedule, LockedUnit
from app.cohorts.changes.rules import WallTime
from app.cohorts.context import CohortContext
from app.cohorts.drafts.actions import course_of
from app.cohorts.models import CaseSession, Cohort, Unit
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import ConflictError, require
from app.language.moments import local
from app.packs.schema import Opening

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
    now: datetime,
) -> None:
    """Put a session at another time; its unit's opening goes along, unless it has opened.

    `seen`: the number that the session had on the page. A second click changes nothing.

    Raises:
        ConflictError: It changed since.
        RefusedError: With the rule's reason.
    """
    locked = lock_to_change(session, here, reason)
    cohort, own = locked.cohort, locked.at(position)
    unit, held, before = own.unit, own.held, own.wall_time
    if before == wish and held.sequence == seen + 1:
        return
    require_as_seen(held, seen)
    require(rules.why_not_move(own.planned, now))
    require(rules.SAME_TIME if before == wish else None)
    closes = local(cohort.closes_at, cohort.zone)
    require(rules.why_not_at(wish, cohort.zone, closes=closes, now=now))
    was_at, opened_at = held.starts_at, unit.opens_at
    by_rule = rules.opening_by(opening_rule(session, here), wish.day, cohort.zone)
    unit.opens_at = rules.moved_opening(unit.opens_at, by_rule, now)
    _set_time(held, wish, cohort.zone)
    facts = {
        "before": before.facts | {"opens": opened_at.isoformat()},
        "after": wish.facts | {"opens": unit.opens_at.isoformat()},
    }
    _raise_and_record(session, queries.MOVED, own, cohort, facts, reason, by=by, now=now)
    letters.tell_moved(session, _told(session, cohort, own, reason, now), was_at, now=now)


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
    locked = lock_to_change(session, here, reason)
    cohort, own = locked.cohort, locked.at(position)
    held = own.held
    if held.canceled_at is not None and held.sequence == seen + 1:
        return
    require_as_seen(held, seen)
    require(rules.why_not_cancel(own.planned, now))
    held.canceled_at = now
    facts = {"at": held.starts_at.isoformat()}
    _raise_and_record(session, queries.CANCELED, own, cohort, facts, reason, by=by, now=now)
    letters.tell_canceled(session, _told(session, cohort, own, reason, now), now=now)


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
    locked = lock_to_change(session, here, reason)
    cohort, own = locked.cohort, locked.at(position)
    held = own.held
    if held.canceled_at is None and held.sequence == seen + 1:
        return
    require_as_seen(held, seen)
    require(rules.why_not_restore(own.planned, now))
    closes = local(cohort.closes_at, cohort.zone)
    require(rules.why_not_at(own.wall_time, cohort.zone, closes=closes, now=now))
    held.canceled_at = None
    facts = {"at": held.starts_at.isoformat()}
    _raise_and_record(session, queries.RESTORED, own, cohort, facts, reason, by=by, now=now)
    letters.tell_restored(session, _told(session, cohort, own, reason, now), now=now)


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
    closes = local(cohort.closes_at, cohort.zone)
    require(rules.why_not_at(wish, cohort.zone, closes=closes, now=now))
    by_rule = rules.opening_by(opening_rule(session, here), wish.day, cohort.zone)
    unit = Unit(
        cohort_id=cohort.id,
        position=last + 1,
        title=title,
        short_title=title,
        opens_at=max(by_rule, now),
    )
    link = next((other.link for other in reversed(known) if other.link), "")
    held = _session_of(unit, wish, cohort.zone, link)
    session.add(unit)
    session.flush()
    session.add(held)
    own = LockedUnit(unit, held)
    _record(session, queries.ADDED, own, cohort, {"after": wish.facts}, reason, by=by, now=now)
    letters.tell_added(session, _told(session, cohort, own, reason, now), now=now)
    return unit.position


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
    """Let people join a session, or all sessions to come, by another link; return how many.

    Nobody is written to: no letter ever holds a link.
    """
    locked = lock_to_change(session, here, reason)
    cohort, own = locked.cohort, locked.at(position)
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
        _raise_and_record(session, queries.LINK, unit, cohort, facts, reason, by=by, now=now)
    return len(changed)


def lock_to_change(session: Session, here: CohortContext, reason: str) -> LockedSchedule:
    """The cohort and its sessions, to be changed; raises `RefusedError` when nothing can be."""
    locked = queries.lock_schedule(session, here.cohort.id)
    require(rules.DRAFT if locked.cohort.is_draft else None)
    require(why_not_change(locked.cohort.archived_at))
    require(rules.why_not_without_reason(reason))
    return locked


def require_as_seen(held: CaseSession, seen: int) -> None:
    """Raise `ConflictError` when a session is another than on the page that was sent."""
    if held.sequence != seen:
        raise ConflictError(rules.CHANGED)


def opening_rule(session: Session, here: CohortContext) -> Opening:
    """When the program opens its units, as its current content says."""
    return course_of(session, here.program).data.opening


def _is_to_come(own: LockedUnit, now: datetime) -> bool:
    return rules.why_not_lead(own.planned, now) is None


def _session_of(unit: Unit, wish: WallTime, zone: str, link: str) -> CaseSession:
    held = CaseSession(
        unit_id=unit.id,
        local_date=wish.day,
        local_time=wish.at,
        zone=zone,
        starts_at=wish.starts(zone),
        minutes=wish.minutes,
    )
    held.link = link
    return held


def _set_time(held: CaseSession, wish: WallTime, zone: str) -> None:
    held.local_date, held.local_time, held.minutes = wish.day, wish.at, wish.minutes
    held.zone, held.starts_at = zone, wish.starts(zone)


def _told(session: Session, cohort: Cohort, own: LockedUnit, reason: str, now: datetime) -> Change:
    leaders = queries.leaders_to_tell(session, cohort.id, own.held.id, now)
    learners = queries.enrolled_people(session, cohort.id)
    return Change(cohort, own.unit, own.held, reason, learners, leaders)


def _raise_and_record(
    session: Session,
    act: str,
    own: LockedUnit,
    cohort: Cohort,
    facts: Mapping[str, Any],
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    own.held.sequence += 1
    _record(session, act, own, cohort, facts, reason, by=by, now=now)


def _record(
    session: Session,
    act: str,
    own: LockedUnit,
    cohort: Cohort,
    facts: Mapping[str, Any],
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    session.flush()
    own_facts = {"cohort": cohort.slug, "unit": own.unit.position, **facts}
    audit.record(
        session, act, "case_session", own.held.id, by=by, now=now, facts=own_facts, reason=reason
    )
