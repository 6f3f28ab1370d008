"""Changing until when people get into a published cohort, work in it, and claim credit."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes.queries import LockedUnit
from app.cohorts.changes.recording import lock_to_change
from app.cohorts.context import CohortContext
from app.core import audit
from app.core.errors import require
from app.credit.deadlines import rules
from app.credit.deadlines.rules import Deadlines, deadlines_of
from app.credit.queries import activity_of


def change_deadlines(
    session: Session,
    here: CohortContext,
    wish: Deadlines,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Give a cohort other deadlines.

    When claims close is nothing that was approved, so the activity stays the version it is.

    Raises `RefusedError` with the first reason.
    """
    locked = lock_to_change(session, here, reason)
    cohort = locked.cohort
    approved = activity_of(session, cohort.id)
    before = deadlines_of(cohort, approved)
    last_ends = max((_ends(own) for own in locked.units if not own.planned.canceled), default=None)
    wrong = rules.why_not_these(before, wish, last_ends=last_ends, zone=cohort.zone, now=now)
    require(wrong[0].reason if wrong else None)
    cohort.enrollment_closes_at = wish.enrollment_closes
    cohort.closes_at = wish.closes
    if approved is not None and wish.claims_close is not None:
        approved.activity.claims_close_at = wish.claims_close
    session.flush()
    audit.record(
        session,
        "cohort.deadlines-changed",
        "cohort",
        cohort.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "before": before.facts, "after": wish.facts},
        reason=reason,
    )


def _ends(own: LockedUnit) -> datetime:
    return own.held.starts_at + timedelta(minutes=own.held.minutes)
