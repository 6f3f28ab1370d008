"""Making sessions up, and taking that back: part of a save of marks, which has the audit line."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.make_ups import queries
from app.casework.models import MakeUp, MakeUpWithdrawal


def change_make_ups(
    session: Session,
    case_session_id: UUID,
    *,
    made: Collection[UUID],
    withdrawn: Collection[UUID],
    by: UUID | None,
    now: datetime,
    reason: str,
) -> None:
    """Add make-ups of a locked session for some enrollments and withdraw those of others."""
    if not made and not withdrawn:
        return
    known = queries.make_ups(session, case_session_id, [*made, *withdrawn])
    editions = {key: known[key].editions if key in known else 0 for key in made}
    session.add_all(
        MakeUp(
            enrollment_id=key,
            case_session_id=case_session_id,
            edition=editions[key] + 1,
            made_at=now,
            by=by,
            reason=reason,
        )
        for key in made
    )
    session.add_all(
        MakeUpWithdrawal(make_up_id=known[key].newest, withdrawn_at=now, by=by, reason=reason)
        for key in withdrawn
    )
    session.flush()
