"""The public halves of the keys that have signed here, for whoever checks without this site."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.certificates.keys.rules import KnownKey
from app.language import Text, _
from app.language.moments import local
from app.site.parts.certificates import broken


@dataclass(frozen=True)
class KeyRow:
    """One key, as its certificate tells it."""

    subject: str
    fingerprint: Markup
    valid: Text
    doubt: Text | None
    """Since when what it signs is not relied on."""


@dataclass(frozen=True)
class KeysPage:
    """All of them, the newest first."""

    keys: Sequence[KeyRow]
    command: str = "python -m app verify FILE.pdf --keys=keys"  # not shown


def keys_page(known: Sequence[KnownKey], zone: str) -> KeysPage:
    """The page of all keys. `zone`: in which its days are told."""
    return KeysPage([_row(key, zone) for key in known])


def _row(key: KnownKey, zone: str) -> KeyRow:
    first, last = local(key.valid_from, zone), local(key.valid_until, zone)
    since = key.compromised_since
    doubt = (
        _(
            "Somebody else may have this key since {since:moment}. Believe no signature that was "
            "made later, or that nobody but the file itself dates.",
            since=local(since, zone),
        )
        if since
        else None
    )
    valid = _("From {first:date} to {last:date}", first=first, last=last)
    return KeyRow(key.subject, broken(key.fingerprint), valid, doubt)
