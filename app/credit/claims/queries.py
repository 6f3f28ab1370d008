"""Reads of everything that was ever claimed for some places."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import records
from app.credit.models import Claim, ClaimWithdrawal
from app.credit.queries import NOT_WITHDRAWN


@dataclass(frozen=True)
class ClaimMade:
    """A claim, and when it was taken back, if it was."""

    claim: Claim
    withdrawn_at: datetime | None


def claims_made(session: Session, enrollment_ids: Collection[UUID]) -> list[ClaimMade]:
    """Every claim of some places, in order."""
    found = (
        select(Claim, col(ClaimWithdrawal.withdrawn_at))
        .outerjoin(ClaimWithdrawal, col(ClaimWithdrawal.claim_id) == col(Claim.id))
        .where(col(Claim.enrollment_id).in_(enrollment_ids))
        .order_by(col(Claim.claimed_at), col(Claim.id))
    )
    return [ClaimMade(claim, withdrawn_at) for claim, withdrawn_at in session.execute(found)]


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
