"""Changing who leads a session, and telling who does from now on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.changes import letters, queries, rules
from app.cohorts.changes.leaders.rules import added_to, why_not_these
from app.cohorts.changes.letters import Change
from app.cohorts.changes.recording import lock_to_change, record_change, require_as_seen
from app.cohorts.context import CohortContext
from app.cohorts.models import SessionPart
from app.core.errors import require


def change_leaders(
    session: Session,
    here: CohortContext,
    position: int,
    parts: Mapping[UUID, str],
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Let these people, and no others, lead a session; who is new to it is told.

    A second click changes nothing. Raises `RefusedError` when nothing would change, and when `by`
    would lead it from then on.
    """
    locked = lock_to_change(session, here, reason)
    cohort, own = locked.cohort, locked.at(position)
    before = queries.parts_of(session, own.held.id)
    if before == dict(parts) and own.held.sequence == seen + 1:
        return
    require_as_seen(own.held, seen)
    require(rules.why_not_lead(own.planned, now))
    require(why_not_these(before, parts, by=by))
    session.execute(delete(SessionPart).where(col(SessionPart.case_session_id) == own.held.id))
    session.add_all(
        SessionPart(case_session_id=own.held.id, person_id=person_id, part=part)
        for person_id, part in parts.items()
    )
    facts = {"before": _by_id(before), "after": _by_id(parts)}
    record_change(session, "session.leaders-changed", own, cohort, facts, reason, by=by, now=now)
    change = Change(cohort, own.unit, own.held, reason, (), ())
    for person_id, part in added_to(before, parts).items():
        letters.tell_leader(session, change, person_id, part, now=now)


def _by_id(parts: Mapping[UUID, str]) -> dict[str, str]:
    return {str(person_id): parts[person_id] for person_id in sorted(parts)}
