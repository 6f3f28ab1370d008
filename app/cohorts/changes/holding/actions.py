"""Saying that a session was not held, and that it was after all."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes import letters, rules
from app.cohorts.changes.queries import LockedUnit
from app.cohorts.changes.recording import lock_to_change, record_change, require_as_seen, told
from app.cohorts.context import CohortContext
from app.core.errors import require


def call_not_held(
    session: Session,
    here: CohortContext,
    position: int,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> LockedUnit | None:
    """Let a session that began count as not held: it leaves everybody's denominator.

    What was recorded of it stays, and counts for nothing. Everybody is told: who was there loses
    it, too. None after a second click.

    Raises:
        ConflictError: It changed since.
        RefusedError: With the rule's reason.
    """
    locked = lock_to_change(session, here, reason)
    own = locked.at(position)
    if own.held.not_held_at is not None and own.held.sequence == seen + 1:
        return None
    require_as_seen(own.held, seen)
    require(rules.why_not_call_not_held(own.planned, now))
    own.held.canceled_at = own.held.not_held_at = now
    facts = {"at": own.held.starts_at.isoformat()}
    act = rules.NOT_HELD
    record_change(session, act, own, locked.cohort, facts, reason, by=by, now=now)
    letters.tell_not_held(session, told(session, locked.cohort, own, reason, now), now=now)
    return own


def call_held(
    session: Session,
    here: CohortContext,
    position: int,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> LockedUnit | None:
    """Let it count as held again, with what was recorded of it. None after a second click."""
    locked = lock_to_change(session, here, reason)
    own = locked.at(position)
    if own.held.not_held_at is None and own.held.sequence == seen + 1:
        return None
    require_as_seen(own.held, seen)
    require(rules.why_not_call_held(own.planned))
    own.held.canceled_at = own.held.not_held_at = None
    facts = {"at": own.held.starts_at.isoformat()}
    record_change(session, rules.HELD, own, locked.cohort, facts, reason, by=by, now=now)
    letters.tell_held(session, told(session, locked.cohort, own, reason, now), now=now)
    return own
