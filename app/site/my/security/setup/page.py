"""Setting up the second step: what it takes, and the secret for the phone."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pyotp

from app.people.second_factor.queries import SetUp
from app.people.second_factor.rules import DIGITS, STEP
from app.web.forms import FormState

GROUP = 4


@dataclass(frozen=True)
class SetUpPage:
    """The way to begin, or what the phone has to know and the code that shows that it does."""

    form: FormState
    secret: str | None
    """To be typed where nothing can be scanned, in groups; None: not begun yet."""
    obliged: bool
    """Whether a role needs it and it is not there yet."""
    replaces: bool
    """Whether another phone counts until then."""


def set_up_page(
    found: SetUp | None, form: FormState, *, obliged: bool, replaces: bool
) -> SetUpPage:
    """The page of somebody who sets it up."""
    secret = found.secret if found else ""
    groups = [secret[i : i + GROUP] for i in range(0, len(secret), GROUP)]
    return SetUpPage(form, " ".join(groups) or None, obliged, replaces)


def phone_address(found: SetUp, base_url: str) -> str:
    """What the QR code holds, as apps expect it.

    https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    """
    issuer = f"Waypost {urlsplit(base_url).hostname}"
    phone = pyotp.TOTP(found.secret, digits=DIGITS, interval=STEP)
    return phone.provisioning_uri(name=found.address, issuer_name=issuer)


def set_up_path(onward: str) -> str:
    """The page again, with where it leads to then."""
    return f"/my/security/setup?next={quote(onward, safe='')}"
