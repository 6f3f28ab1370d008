"""Changing what is designated of a published cohort, and telling its people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import outbox
from app.core.errors import require
from app.core.outbox import Letter
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.credit.changes.effects.rules import Touched
from app.credit.changes.foreseen import touched_by, would_become
from app.credit.changes.rules import why_not_follow
from app.credit.models import Activity
from app.credit.pictures.rules import Picture
from app.credit.queries import activity_of
from app.language.stored import to_json


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
    """Let another version follow in a published cohort, and tell whose number changes.

    Claims and certificates stay as they are. A published one stays with its provider.

    Raises:
        ConflictError: Somebody else entered another version at the same time.
        RefusedError: With the rule's reason, or a picture that it names is not here.
    """
    before = activity_of(session, cohort.id)
    if before is not None and not cohort.is_draft:
        days = approval.expires_at, now, approval.designated_at
        require(why_not_follow(before, provider_id, *days))
    would_be = would_become(session, cohort, before, approval, provider_id)
    found = [] if before is None else touched_by(session, cohort, would_be, now)
    activity = approve_activity(
        session, cohort, approval, provider_id=provider_id, pictures=pictures, by=by, now=now
    )
    if before is None or activity is not before.activity:
        _tell(session, cohort, activity, found, now)
    return activity


def _tell(
    session: Session, cohort: Cohort, activity: Activity, found: Sequence[Touched], now: datetime
) -> None:
    """Who has claimed or can reads both numbers, and why; their claim stays."""
    outbox.post_all(
        session,
        kind="credit_changed",
        facts={
            "cohort": cohort.title,
            "provider": activity.provider,
            "why": activity.change_reason,
            "claim_path": f"/cohorts/{cohort.slug}/claim",
        },
        letters=[_letter(activity, own) for own in found if own.is_told],
        now=now,
    )


def _letter(activity: Activity, own: Touched) -> Letter:
    return Letter(
        f"credit_changed:{own.enrollment_id}:{activity.version}",
        own.person_id,
        facts={
            "before": [to_json(own.before.told)],
            "after": [to_json(own.after.told)],
            "has_claimed": own.claimed is not None,
            "claim_above": own.falls_below,
            "why_not": [to_json(own.why_not)] if own.why_not else [],
        },
    )
