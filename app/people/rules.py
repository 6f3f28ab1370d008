"""Sign-in decisions without a database or a clock."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

LINK_WORKS_FOR = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=14)
STAFF_SESSION_LASTS = timedelta(hours=12)

LINK_NO_GOOD = (
    "This sign-in link no longer works. Links work once, for 10 minutes, in the browser that "
    "asked for them. Ask for a new one below."
)


def why_not_sign_in(
    *, consumed_at: datetime | None, expires_at: datetime, same_browser: bool, now: datetime
) -> str | None:
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
