"""Of which cohorts there is an audit folder, what it is called, and for how long it is kept."""

from datetime import datetime, timedelta

from app.language.reasons import Reason, ReasonKind, reason

MAKE = "audit_folder.make"
"""The kind of task that makes one, and of its job."""
KEPT_FOR = timedelta(days=30)
"""From the click on. It holds names, addresses and attendance: not longer than an audit needs."""
DELAYED_CLICK = timedelta(minutes=10)
"""Who orders the same for the same reason meanwhile, while it is not made, clicked twice."""
TITLE = ReasonKind("audit_folder.title", "Audit folder {number:numeral} of {cohort}")
OF_DRAFT = reason(
    "audit_folder.of_draft", "This cohort is a draft: nothing has happened in it that is audited."
)
NO_LONGER_KEPT = reason(
    "audit_folder.no_longer_kept",
    "This folder is no longer kept. Have another one made: it holds the records as they are then.",
)
NOT_AS_STORED = ReasonKind(
    "audit_folder.not_as_stored",
    "What is stored of certificate {number} is not what was issued. No folder is made of it: tell "
    "your administrator.",
)


def why_not_order(published_at: datetime | None) -> Reason | None:
    """Why no folder is made of a cohort. An archived one has its folder like any other."""
    return OF_DRAFT if published_at is None else None


def is_kept(ordered_at: datetime, now: datetime) -> bool:
    """Whether the ZIP is here still, if it was made."""
    return now < ordered_at + KEPT_FOR
