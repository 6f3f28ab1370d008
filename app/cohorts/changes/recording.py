"""What every change of a schedule begins and ends with: the locks, the line, and who is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes import queries, rules
from app.cohorts.changes.letters import Change
from app.cohorts.changes.queries import LockedSchedule, LockedUnit
from app.cohorts.changes.rules import WallTime
from app.cohorts.context import CohortContext
from app.cohorts.models import CaseSession, Cohort
from app.cohorts.rules import why_not_change, why_not_without_reason
from app.core import audit
from app.core.errors import ConflictError, require


def lock_to_change(session: Session, here: CohortContext, reason: str) -> LockedSchedule:
    """The cohort and its sessions, to be changed; raises `RefusedError` when nothing can be."""
    locked = queries.lock_schedule(session, here.cohort.id)
    require(rules.DRAFT if locked.cohort.is_draft else None)
    require(why_not_change(locked.cohort.archived_at))
    require(why_not_without_reason(reason))
    return locked


def require_as_seen(held: CaseSession, seen: int) -> None:
    """Raise `ConflictError` when a session is another than on the page that was sent."""
    if held.sequence != seen:
        raise ConflictError(rules.CHANGED)


def require_time(cohort: Cohort, wish: WallTime, now: datetime) -> None:
    """Raise `RefusedError` when no session of a cohort can be then."""
    require(rules.why_not_at(wish, cohort.zone, closes_at=cohort.closes_at, now=now))


def told(session: Session, cohort: Cohort, own: LockedUnit, reason: str, now: datetime) -> Change:
    """The change of a session, with everybody who is to know of it."""
    leaders = queries.leaders_to_tell(session, cohort.id, own.held.id, now)
    learners = queries.learners_to_tell(session, cohort.id, own.held.id)
    return Change(cohort, own.unit, own.held, reason, learners, leaders)


def record_change(
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
    """Raise the number of a session that was changed, and write the line."""
    own.held.sequence += 1
    record(session, act, own, cohort, facts, reason, by=by, now=now)


def record(
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
    """Write the line about a session."""
    own.held.changed_at = now
    session.flush()
    own_facts = {"cohort": cohort.slug, "unit": own.unit.position, **facts}
    audit.record(
        session, act, "case_session", own.held.id, by=by, now=now, facts=own_facts, reason=reason
    )
