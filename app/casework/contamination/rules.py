"""What is logged of who was at a session that was not theirs. Pure."""

from datetime import datetime

from app.cohorts.arms.rules import Bar, why_no_session
from app.language.reasons import Reason, reason

HAS_SESSION = reason(
    "contamination.has_session",
    "This session is theirs, so being there is attendance. Record it on its sheet.",
)
NOT_BEGUN = reason("contamination.not_begun", "This session has not begun.")
LOGGED = reason("contamination.logged", "It is logged already that they were there.")


def why_not_log(
    bar: Bar | None, starts_at: datetime, now: datetime, *, logged: bool
) -> Reason | None:
    """Why it is not logged that somebody was at a session."""
    if why_no_session(bar, starts_at) is None:
        return HAS_SESSION
    if now < starts_at:
        return NOT_BEGUN
    return LOGGED if logged else None
