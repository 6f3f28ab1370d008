"""Changing what is designated of a published cohort, and telling its people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core.errors import require
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.credit.changes.foreseen import effects_of, would_become
from app.credit.changes.letters import tell
from app.credit.changes.rules import why_not_follow
from app.credit.models import Activity
from app.credit.pictures.rules import Picture
from app.credit.queries import activity_of


def change_activity(
    session: Session,
    cohort: Cohort,
    approval: Approval,
    *,
    provider_id: UUID | None,
    pictures: Sequence[Picture] = (),
    by: UUID,
    now: datetime,
) -> Activity:
    """Let another version follow in a published cohort, and tell everybody whom it concerns.

    Claims and certificates stay as they are. A published one stays with its provider.

    Raises:
        ConflictError: Somebody else entered another version at the same time.
        RefusedError: With the rule's reason, or a picture that it names is not here.
    """
    before = activity_of(session, cohort.id)
    if before is not None and not cohort.is_draft:
        days = approval.expires_at, now, approval.designated_at
        require(why_not_follow(before, provider_id, *days, cohort.zone))
    would_be = would_become(session, cohort, before, approval, provider_id)
    found = effects_of(session, cohort, before, would_be, now)
    activity = approve_activity(
        session, cohort, approval, provider_id=provider_id, pictures=pictures, by=by, now=now
    )
    if before is None or activity is not before.activity:
        why, key = activity.change_reason, f"{activity.version}"
        tell(session, cohort, found, provider=activity.provider, why=why, key=key, now=now)
    return activity
