"""Retiring a credit system, and bringing it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require
from app.credit.models import CreditSystem
from app.credit.systems.retiring import queries, rules
from app.credit.systems.retiring.models import SystemRetirement


def retire(session: Session, system: CreditSystem, reason: str, *, by: UUID, now: datetime) -> None:
    """Offer it for no new designation. What has it keeps it: claims and certificates go on.

    Raises:
        RefusedError: With the rule's reason, or nobody says why.
        ConflictError: Somebody else did at the same moment.
    """
    said = queries.said_of(session, system.key)
    require(rules.why_not_retire(system.key, said[0] if said else None))
    _say(session, system, len(said) + 1, is_retired=True, reason=reason, by=by, now=now)


def bring_back(
    session: Session, system: CreditSystem, reason: str, *, by: UUID, now: datetime
) -> None:
    """Offer it again. Raises the same errors."""
    said = queries.said_of(session, system.key)
    require(rules.why_not_bring_back(said[0] if said else None))
    _say(session, system, len(said) + 1, is_retired=False, reason=reason, by=by, now=now)


def _say(
    session: Session,
    system: CreditSystem,
    edition: int,
    *,
    is_retired: bool,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    require(why_not_without_reason(reason))
    made = SystemRetirement(
        key=system.key,
        edition=edition,
        is_retired=is_retired,
        reason=reason.strip(),
        at=now,
        by=by,
    )
    session.add(made)
    flush_unique(session, SystemRetirement, "key, edition", rules.DONE_MEANWHILE)  # not shown
    act = "credit-system.retired" if is_retired else "credit-system.brought-back"
    facts = {"key": system.key, "name": system.name}
    audit.record(
        session, act, "credit_system", system.id, by=by, now=now, facts=facts, reason=made.reason
    )
