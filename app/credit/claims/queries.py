"""Reads of everything that was ever claimed for some places."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.models import Claim, ClaimWithdrawal


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
