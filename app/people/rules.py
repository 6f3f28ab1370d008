"""Decisions about sign-in, and what people change about themselves; pure."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from app.language.reasons import Reason, reason

LINK_WORKS_FOR = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=14)
STAFF_SESSION_LASTS = timedelta(hours=12)

OWN_FIELDS = ("given_name", "family_name", "certificate_name", "degrees", "department", "zone")
"""What people change about themselves; the rest is the coordinator's."""

SIGN_IN_FIRST = reason("visit.sign_in_first", "Please sign in to see this page.")
NOT_YOURS = reason(
    "visit.not_yours", "This is not yours to do. Ask your coordinator if it should be."
)
LINK_NO_GOOD = reason(
    "sign_in.link_no_good",
    "This sign-in link no longer works. Links work once, for 10 minutes, in the browser that "
    "asked for them. Ask for a new one below.",
)


def why_not_sign_in(
    *, consumed_at: datetime | None, expires_at: datetime, same_browser: bool, now: datetime
) -> Reason | None:
    """Why a mailed link cannot be used; the answer never says which of the reasons it is."""
    if consumed_at is not None or now >= expires_at or not same_browser:
        return LINK_NO_GOOD
    return None


def session_length(*, is_staff: bool) -> timedelta:
    """How long a browser stays signed in: staff sign in every day."""
    return STAFF_SESSION_LASTS if is_staff else SESSION_LASTS


def safe_next(path: str) -> str:
    """Where to go after sign-in: a path of our own, or home."""
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-"))
    return path if own and not parts.netloc and not parts.scheme and path != "/" else "/home"
