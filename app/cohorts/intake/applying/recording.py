"""The lines that applying a file of people and undoing it leave in the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.recording import sealed
from app.cohorts.intake.models import PeopleImport
from app.cohorts.models import Cohort
from app.core import audit


def record_places(
    session: Session,
    cohort: Cohort,
    events: Sequence[EnrollmentEvent],
    reason: str,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    """A line in the history for each of the places to which something happened."""
    facts = {"cohort": cohort.slug}
    lines = [
        audit.Act(
            f"enrollment.{event.kind.value}",
            "enrollment",
            event.enrollment_id,
            facts | sealed(event),
            reason,
        )
        for event in events
    ]
    audit.record_all(session, lines, by=by, now=now)


def record(
    session: Session,
    act: str,
    upload: PeopleImport,
    facts: dict[str, Any],
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> None:
    """A line about the file itself."""
    kind = "people_import"
    audit.record(session, act, kind, upload.id, by=by, now=now, facts=facts, reason=reason)
