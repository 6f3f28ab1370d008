"""Reads of the units that were opened early for one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Unit, UnitOpening
from app.core.db import records


@dataclass(frozen=True)
class EarlyOpening:
    """One unit that was opened early for somebody."""

    enrollment_id: UUID
    position: int
    opened_at: datetime
    by: UUID | None
    reason: str


def opened_early(session: Session, enrollment_ids: Collection[UUID]) -> list[EarlyOpening]:
    """What was opened early for some places, in order."""
    found = (
        select(
            col(UnitOpening.enrollment_id),
            col(Unit.position),
            col(UnitOpening.opened_at),
            col(UnitOpening.by),
            col(UnitOpening.reason),
        )
        .join(Unit, col(Unit.id) == col(UnitOpening.unit_id))
        .where(col(UnitOpening.enrollment_id).in_(enrollment_ids))
        .order_by(col(UnitOpening.opened_at), col(Unit.position))
    )
    return records(session.execute(found), EarlyOpening)
