"""When a certificate waits for somebody to look at it again; pure."""

from uuid import UUID

from app.cohorts.rules import why_not_without_reason
from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with

NOTHING_OPEN = reason(
    "certificate.nothing_open", "Nothing waits for a review of this certificate anymore."
)
MORE_SINCE = reason(
    "certificate.more_since",
    "More was changed under this certificate since you opened the page. Look again.",
)


def why_not_settle(
    word: str, *, open_: int, seen: int, owner: UUID, by: UUID, holds: bool
) -> Reason | None:
    """Why a review cannot be settled. `open_`: how many changes wait, `seen`: on the page."""
    if not open_ or not holds:
        return NOTHING_OPEN
    if open_ != seen:
        return MORE_SINCE
    return why_not_deal_with([owner], by=by) or why_not_without_reason(word)
