"""Changing until when people get into a published cohort, work in it, and claim credit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes.recording import lock_to_change
from app.cohorts.changes.rules import last_end
from app.cohorts.context import CohortContext
from app.cohorts.models import Cohort
from app.core import audit
from app.core.errors import ConflictError, require
from app.credit.changes.foreseen import effects_of_closing
from app.credit.changes.letters import tell
from app.credit.deadlines import rules
from app.credit.deadlines.rules import Deadlines, deadlines_of
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.queries import activity_of


def change_deadlines(
    session: Session,
    here: CohortContext,
    wish: Deadlines,
    *,
    seen: str,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Give a cohort other deadlines.

    When claims close is nothing that was approved, so the activity stays the version it is. Whom
    another last day to claim concerns gets one letter.
    `seen`: the fingerprint of those on the page. A second click changes nothing.

    Raises:
        ConflictError: They changed since.
        RefusedError: With the first reason.
    """
    locked = lock_to_change(session, here, reason)
    cohort = locked.cohort
    approved = _approved_now(session, cohort)
    before = deadlines_of(cohort, approved)
    if seen != before.fingerprint:
        if before == wish:
            return
        raise ConflictError(rules.CHANGED)
    last_ends = last_end(own.planned for own in locked.units)
    wrong = rules.why_not_these(before, wish, last_ends=last_ends, zone=cohort.zone, now=now)
    require(wrong[0].reason if wrong else None)
    found = effects_of_closing(session, cohort, approved, wish.claims_close, now)
    cohort.enrollment_closes_at = wish.enrollment_closes
    cohort.closes_at = wish.closes
    if approved is not None and wish.claims_close is not None:
        approved.activity.claims_close_at = wish.claims_close
    session.flush()
    _record(session, cohort, before, wish, reason, by=by, now=now)
    key = f"claims_close:{now.isoformat()}"  # not shown
    tell(session, cohort, found, provider="", why=reason.strip(), key=key, now=now)


def _approved_now(session: Session, cohort: Cohort) -> ApprovedActivity | None:
    """The activity as it is after the wait for the lock, which another change may have held."""
    approved = activity_of(session, cohort.id)
    if approved is not None:
        session.refresh(approved.activity)
    return approved


def _record(
    session: Session,
    cohort: Cohort,
    before: Deadlines,
    after: Deadlines,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    audit.record(
        session,
        "cohort.deadlines-changed",
        "cohort",
        cohort.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "before": before.facts, "after": after.facts},
        reason=reason,
    )
