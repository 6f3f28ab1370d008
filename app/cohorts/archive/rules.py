"""Whether a cohort can be archived, and taken out of the archive again. Pure."""

from datetime import datetime

from app.cohorts.rules import ARCHIVED
from app.language.reasons import Reason, ReasonKind, reason

DRAFT = reason("archive.draft", "This is a draft. Publish it, or throw it away.")
OPEN = ReasonKind(
    "archive.open", "This cohort closes {closes:long_moment}. It can be archived from then on."
)
NOT_ARCHIVED = reason("archive.not_archived", "This cohort is not archived.")


def why_not_archive(
    *, archived_at: datetime | None, closes_at: datetime, is_draft: bool, now: datetime
) -> Reason | None:
    """Why a cohort cannot be archived. `closes_at` carries its zone."""
    if is_draft:
        return DRAFT
    if archived_at is not None:
        return ARCHIVED
    return OPEN(closes=closes_at) if now < closes_at else None


def why_not_take_back(archived_at: datetime | None) -> Reason | None:
    """Why there is nothing to take out of the archive."""
    return NOT_ARCHIVED if archived_at is None else None
