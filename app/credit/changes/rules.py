"""When the activity of a published cohort can be changed, and what has to stay. Pure."""

from datetime import datetime
from uuid import UUID

from app.cohorts.rules import why_not_change
from app.credit.eligibility.rules import ApprovedActivity
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

NOT_PUBLISHED = reason(
    "change.not_published", "A draft has no credit to change: enter it where it is set up."
)
NO_CREDIT = reason(
    "change.no_credit", "This cohort gives no credit, so there is nothing of it to change."
)
EXPIRED_BEFORE = reason(
    "change.expired_before",
    "That day is over, so nobody could claim any more. Enter a last day that is still to come.",
)
NEW_FROM_TODAY = reason(
    "change.new_from_today",
    "Something here is new, and counts from its approval on. No officer approves it here, so that "
    "is today at the earliest.",
)
DAY_TO_COME = reason(
    "change.day_to_come", "That day is still to come. Enter the day on which it was approved."
)
ANOTHER_PROVIDER = ReasonKind(
    "change.another_provider",
    "A published activity stays with its provider, {provider}. What another one approves is "
    "another activity, in a cohort of its own.",
)


def why_not_change_activity(
    in_force: ApprovedActivity | None, *, is_draft: bool, archived_at: datetime | None
) -> Reason | None:
    """Why the activity of a cohort is not changed."""
    if is_draft:
        return NOT_PUBLISHED
    return why_not_change(archived_at) or (NO_CREDIT if in_force is None else None)


def why_not_follow(
    in_force: ApprovedActivity,
    provider_id: UUID | None,
    expires_at: datetime | None,
    now: datetime,
    designated_at: datetime | None,
    zone: str,
) -> Reason | None:
    """Why another version cannot follow what is in force in a published cohort.

    `provider_id`: None of a provider that is not known here; `designated_at`: since when it was
    designated in truth, if that is corrected, in the `zone` of the cohort.
    """
    stays = why_not_stay(in_force, provider_id)
    expires = why_not_expire_then(in_force, expires_at, now)
    return stays or expires or why_not_designate_then(designated_at, now, zone)


def why_not_designate_then(
    designated_at: datetime | None, now: datetime, zone: str
) -> Reason | None:
    """Why something was not designated since a moment; None: nothing is corrected.

    `zone`: of the cohort, whose days are compared: people enter a day, which stands for its
    morning, and can do so before that.
    """
    if designated_at is None or local(designated_at, zone).date() <= local(now, zone).date():
        return None
    return DAY_TO_COME


def why_not_stay(in_force: ApprovedActivity, provider_id: UUID | None) -> Reason | None:
    """Why a provider is not the one whose activity it is."""
    activity = in_force.activity
    is_same = provider_id == activity.provider_id
    return None if is_same else ANOTHER_PROVIDER(provider=activity.provider)


def why_not_expire_then(
    in_force: ApprovedActivity, expires_at: datetime | None, now: datetime
) -> Reason | None:
    """Why it cannot expire at another moment than now in force; None: it does not."""
    is_over = expires_at is not None and expires_at <= now
    return EXPIRED_BEFORE if is_over and expires_at != in_force.activity.expires_at else None
