"""What surveys measured in some cohorts, as the report to leaders shows it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.outcomes.leadership.records import NOTHING_MEASURED, Measured


def measured_in(
    session: Session,  # noqa: ARG001
    cohort_ids: Collection[UUID],  # noqa: ARG001
    now: datetime,  # noqa: ARG001
) -> Measured:
    """What was answered in these cohorts by a moment. No survey is kept yet: nothing."""
    return NOTHING_MEASURED
