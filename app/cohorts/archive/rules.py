"""Whether a cohort can be archived, and taken out of the archive again. Pure."""

from datetime import datetime

from app.cohorts.rules import ARCHIVED
from app.language.reasons import Reason, ReasonKind, reason

DRAFT = reason("archive.draft", "This is a draft. Publish it, or throw it away.")
OPEN = ReasonKind(
    "archive.open", "This cohort closes {closes:long_moment}. It can be archived from then on."
)
UNDER_WAY = ReasonKind(
    "archive.under_way",
    "{count} certificate of this cohort is being issued. Wait until that is over.",
    "{count} certificates of this cohort are being issued. Wait until that is over.",
)


def why_not_archive(
    *,
    archived_at: datetime | None,
    closes_at: datetime,
    is_draft: bool,
    under_way: int,
    now: datetime,
) -> Reason | None:
    """Why a cohort cannot be archived.

    `closes_at` carries its zone; `under_way`: how many certificates are ordered and not issued.
    """
    if is_draft:
        return DRAFT
    if archived_at is not None:
        return ARCHIVED
    if now < closes_at:
        return OPEN(closes=closes_at)
    return UNDER_WAY(count=under_way) if under_way else None
