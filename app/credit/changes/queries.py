"""Reads of what was in force before changes."""

from sqlalchemy.orm import Session

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.queries import versions_of
from app.credit.status.rules import CreditStatus


def versions_since(session: Session, standing: CreditStatus) -> list[ApprovedActivity]:
    """The version that somebody claimed in, and all after it; without a claim, from the first on.

    What began anew is a first one. None, and no statement, where nothing was changed.
    """
    approved = standing.approved
    if approved is None or approved.activity.changed_at is None:
        return []
    known = versions_of(session, approved.activity.cohort_id).values()
    first = [own.activity.version for own in known if own.activity.changed_at is None]
    if standing.claim is not None:
        first.append((standing.claimed_in or approved).activity.version)
    since = [own for own in known if own.activity.version >= max(first, default=1)]
    return sorted(since, key=lambda own: own.activity.version)
