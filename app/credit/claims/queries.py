"""Reads of everything that was ever claimed for some places."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import records
from app.credit.models import Claim, ClaimWithdrawal, CreditSystem, Designation
from app.credit.queries import NOT_WITHDRAWN


@dataclass(frozen=True)
class ClaimMade:
    """A claim, and when it was taken back, if it was."""

    claim: Claim
    withdrawn_at: datetime | None
    unit: str | None = None
    """What more than one of it is called, as who awards it writes it."""


def claims_made(session: Session, enrollment_ids: Collection[UUID]) -> list[ClaimMade]:
    """Every claim of some places, in order."""
    found = (
        select(Claim, col(ClaimWithdrawal.withdrawn_at), _unit())
        .outerjoin(ClaimWithdrawal, col(ClaimWithdrawal.claim_id) == col(Claim.id))
        .where(col(Claim.enrollment_id).in_(enrollment_ids))
        .order_by(col(Claim.claimed_at), col(Claim.id))
    )
    return [ClaimMade(*row) for row in session.execute(found)]


def _unit() -> ScalarSelect[str]:
    return (
        select(col(CreditSystem.unit_many))
        .join(Designation, col(Designation.system_id) == col(CreditSystem.id))
        .where(
            col(Designation.activity_id) == col(Claim.activity_id),
            col(CreditSystem.key) == col(Claim.credit_system),
        )
        .correlate(Claim)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Claimed:
    """What is claimed in a cohort in one system, in sum: nobody's name."""

    system: str
    """Its key."""
    people: int
    quarters: int


def claimed_in(session: Session, cohort_id: UUID) -> list[Claimed]:
    """By system, of claims that hold: one statement."""
    found: Select[*tuple[Any, ...]] = (
        select(
            col(Claim.credit_system).label("system"),
            func.count().label("people"),
            func.sum(col(Claim.quarters)).label("quarters"),
        )
        .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
        .where(col(Enrollment.cohort_id) == cohort_id, NOT_WITHDRAWN)
        .group_by(col(Claim.credit_system))
        .order_by(col(Claim.credit_system))
    )
    return records(session.execute(found), Claimed)
