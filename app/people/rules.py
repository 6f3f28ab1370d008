"""Decisions about sign-in, and what people change about themselves; pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from app.language.reasons import Reason, ReasonKind, reason

LINK_WORKS_FOR = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=14)
KNOWN_FOR = timedelta(days=7)
"""How long a browser still tells whose session ended in it: what is sent then waits for them."""
STAFF_SESSION_LASTS = timedelta(hours=12)

MOST_WRONG_CODES = 5
"""For one letter, of a hundred million codes that there are: guessed once in 20 million letters."""

OWN_FIELDS = (
    "given_name",
    "family_name",
    "certificate_name",
    "degrees",
    "department",
    "zone",
    "language",
)
"""What people change about themselves; the rest is the coordinator's."""

SIGN_IN_FIRST = reason("visit.sign_in_first", "Sign in to see this page.")
NOT_YOURS = reason(
    "visit.not_yours", "None of your roles allows this. Ask your coordinator if one should."
)
NOT_FOR_ONESELF = reason(
    "person.not_for_oneself", "You cannot do this for yourself. Ask somebody else who can."
)
LINK_NO_GOOD = ReasonKind(
    "sign_in.link_no_good",
    "This sign-in link no longer works. Links work once, for {time:minutes}, in the browser that "
    "asked for them. Ask for a new one below.",
)(time=LINK_WORKS_FOR // timedelta(minutes=1))
CODE_NO_GOOD = ReasonKind(
    "sign_in.code_no_good",
    "This code does not work. Codes have eight digits and work once, for {time:minutes}; after "
    "{tries} wrong tries ask for a new one below.",
)(time=LINK_WORKS_FOR // timedelta(minutes=1), tries=MOST_WRONG_CODES)


def why_not_deal_with(people: Collection[UUID], *, by: UUID | None) -> Reason | None:
    """Why what is decided about these people is not somebody's to decide: they are among them.

    Every act of one person about another asks this. `by`: empty where nobody acts.
    """
    return NOT_FOR_ONESELF if by in people else None


def why_not_sign_in(
    *, consumed_at: datetime | None, expires_at: datetime, same_browser: bool, now: datetime
) -> Reason | None:
    """Why a mailed link cannot be used; the answer never says which of the reasons it is."""
    if consumed_at is not None or now >= expires_at or not same_browser:
        return LINK_NO_GOOD
    return None


def is_address(text: str) -> bool:
    """Whether a text looks like an email address. Whether mail arrives there, only mail tells."""
    name, at, domain = text.partition("@")
    return bool(name and at) and "." in domain and not any(letter.isspace() for letter in text)


def session_length(*, is_staff: bool) -> timedelta:
    """How long a browser stays signed in: staff sign in every day."""
    return STAFF_SESSION_LASTS if is_staff else SESSION_LASTS


def is_own_path(path: str) -> bool:
    """Whether an address that came with a request leads to a page of ours, and nowhere else."""
    try:
        parts = urlsplit(path)
    except ValueError:  # brackets that are no network address
        return False
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return own and not parts.netloc and not parts.scheme


def safe_next(path: str) -> str:
    """Where to go after sign-in: a path of our own, or home."""
    leads_on = is_own_path(path) and not path.startswith("/sign-") and path != "/"
    return path if leads_on else "/home"
