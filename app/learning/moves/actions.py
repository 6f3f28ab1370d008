"""Moving texts of a cohort, with how many signatures rest on each at that moment."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.moves.actions import move_content
from app.cohorts.moves.rules import Choice
from app.cohorts.queries import lock_units
from app.learning.signatures.queries import signed_versions


def move_texts(
    session: Session,
    cohort: Cohort,
    chosen: Collection[Choice],
    *,
    shown: str,
    reason: str,
    by: UUID,
    now: datetime,
) -> UUID:
    """Move texts of a cohort as `move_content` does; whoever signs meanwhile waits."""
    units = lock_units(session, cohort.id)
    versions = signed_versions(session, cohort.id)
    signed = {
        unit.id: versions.get(unit.id, {}).get(unit.module_version_id, 0)
        for unit in units
        if unit.module_version_id
    }
    return move_content(
        session, cohort, units, chosen, shown=shown, signed=signed, reason=reason, by=by, now=now
    )
