"""Opening a unit early for one person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts import queries as cohorts
from app.cohorts.models import Cohort, Enrollment, UnitOpening
from app.cohorts.openings import rules
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_without_reason
from app.core import audit, outbox
from app.core.errors import RefusedError, require
from app.people.rules import why_not_deal_with


def open_early(
    session: Session,
    cohort: Cohort,
    enrollment: Enrollment,
    position: int,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Let one person see a unit before it opens for all, and tell them.

    It is never taken back: what has opened never closes. A second click changes nothing.

    Raises `RefusedError` without a reason, for oneself, and with the rule's reason.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(why_not_without_reason(reason))
    _lock(session, cohort, enrollment, now)
    units = cohorts.units(session, cohort.id, enrollment_id=enrollment.id)
    unit = next((unit for unit in units if unit.position == position), None)
    if unit is None or not unit.has_content:
        raise RefusedError(rules.CHOOSE_UNIT)
    if unit.opened_early:
        return
    is_open = unit.opens_at <= now and unit.held_at is None
    require(rules.HELD if unit.held_at is not None else rules.OPEN if is_open else None)
    session.add(
        UnitOpening(
            unit_id=unit.id, enrollment_id=enrollment.id, opened_at=now, reason=reason, by=by
        )
    )
    facts = {"cohort": cohort.slug, "unit": position, "opens_at": unit.opens_at.isoformat()}
    _record(session, enrollment, facts, reason, by=by, now=now)
    _tell(session, cohort, enrollment, unit, now)


def _lock(session: Session, cohort: Cohort, enrollment: Enrollment, now: datetime) -> None:
    """Lock a place; raises `RefusedError` when nothing can be opened for it."""
    locked = cohorts.lock_enrollment(session, enrollment.id)
    require(
        rules.why_not_open_any(
            status=locked.status,
            is_draft=cohort.is_draft,
            archived_at=locked.archived_at,
            closes_at=cohort.closes_at,
            now=now,
        )
    )


def _record(
    session: Session,
    enrollment: Enrollment,
    facts: dict[str, Any],
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    audit.record(
        session,
        "unit.opened-early",
        "enrollment",
        enrollment.id,
        by=by,
        now=now,
        facts=facts,
        reason=reason,
    )


def _tell(
    session: Session, cohort: Cohort, enrollment: Enrollment, unit: UnitRow, now: datetime
) -> None:
    """Not why: that is between them and their coordinator."""
    outbox.post(
        session,
        kind="unit_opened_early",
        key=f"unit_opened_early:{enrollment.id}:{unit.position}",
        person_id=enrollment.person_id,
        facts={
            "cohort": cohort.title,
            "unit": f"{cohort.unit_label} {unit.position}",
            "title": unit.title,
            "unit_path": f"/cohorts/{cohort.slug}/units/{unit.position}",
        },
        now=now,
    )
