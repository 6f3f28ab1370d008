"""Whether a signature can be relied on, by what is known of its key; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.language.reasons import Reason, ReasonKind, reason

FIRST_USED = "signing-key.first_used"  # not shown
ADDED = "signing-key.added"  # not shown
"""The act of the line of a key that an operator made known, which signed before keys were kept."""
MARKED = "signing-key.compromised"  # not shown

SIGNED_AFTER = ReasonKind(
    "signature.after_compromise",
    "Somebody else may have had the key that signed it since {since:moment}, and it was signed "
    "later.",
)
NO_TRUSTED_TIME = ReasonKind(
    "signature.no_trusted_time",
    "Somebody else may have had the key that signed it since {since:moment}, and nothing but the "
    "file itself says that it was signed before.",
)
OUT_OF_VALIDITY = ReasonKind(
    "signature.out_of_validity",
    "The certificate of the key that signed it was valid from {start:date} to {end:date}, and not "
    "when it was signed.",
)
COMPROMISED = ReasonKind(
    "signing_key.compromised",
    "Somebody else may have the key that signs (since {since:moment}), so nothing is signed with "
    "it. The operator has to set another: python -m app keys rotate",
)
EXPIRED = ReasonKind(
    "signing_key.expired",
    "The certificate of the key that signs was valid until {end:date}, so no document is signed "
    "with it anymore. The operator has to set another: python -m app keys rotate",
)
NOT_YET = ReasonKind(
    "signing_key.not_yet",
    "The certificate of the key that signs is valid from {start:date} on, so no document is signed "
    "with it before. The operator has to look at the clock.",
)
SAME_KEY = reason("signing_key.same", "This is the key that signs already.")
FORMER_KEY = reason(
    "signing_key.former", "This key has signed here before. Make a new one for each change."
)
NO_SUCH_KEY = ReasonKind(
    "signing_key.unknown",
    "No key has a fingerprint that begins with {beginning}. See: python -m app keys list",
)
SEVERAL_KEYS = ReasonKind(
    "signing_key.several", "Several keys have a fingerprint that begins with {beginning}."
)
IN_FUTURE = reason("signing_key.in_future", "A key cannot be marked from a moment to come.")
NO_REASON = reason("signing_key.no_reason", "Say why: the history keeps it.")


class KeyState(StrEnum):
    """What a key is today."""

    SIGNS = "signs"
    FORMER = "former"
    EXPIRED = "expired"
    COMPROMISED = "compromised"


@dataclass(frozen=True)
class KnownKey:
    """A key that has signed here, with what is known of it."""

    fingerprint: str
    subject: str
    certificate: str
    """Its own and those above it, in PEM."""
    valid_from: datetime
    valid_until: datetime
    learned_at: datetime
    compromised_since: datetime | None = None


@dataclass(frozen=True)
class SignedAt:
    """When a file was signed, as far as it is known."""

    claimed: datetime
    """What the file says of itself: whoever has the key can write any moment."""
    stamped: datetime | None = None
    """What a time stamping authority vouches for."""
    recorded: datetime | None = None
    """When the history says that this very file was issued. Who has a key and not the history can
    put no line into it, so that is a moment to go by, too."""


def state_of(key: KnownKey, signing: str | None, now: datetime) -> KeyState:
    """What a key is today. `signing`: the fingerprint of the one that is set."""
    if key.compromised_since is not None:
        return KeyState.COMPROMISED
    if now >= key.valid_until:
        return KeyState.EXPIRED
    return KeyState.SIGNS if key.fingerprint == signing else KeyState.FORMER


def why_doubtful(key: KnownKey, at: SignedAt) -> Reason | None:
    """Why a signature that is mathematically right may be of somebody who had no right to it."""
    since, trusted = key.compromised_since, at.stamped or at.recorded
    if since is not None and (trusted or at.claimed) >= since:
        return SIGNED_AFTER(since=since)
    if since is not None and trusted is None:
        return NO_TRUSTED_TIME(since=since)
    when = at.stamped or at.claimed
    if not key.valid_from <= when <= key.valid_until:
        return OUT_OF_VALIDITY(start=key.valid_from, end=key.valid_until)
    return None


def is_beyond_doubt(key: KnownKey, recorded: datetime) -> bool:
    """Whether a signature that was recorded at a moment holds if it is of this key.

    Not whether it does not: that depends on the moment that it tells itself.
    """
    lost, slack = key.compromised_since, CLOCKS_APART
    within = key.valid_from + slack <= recorded <= key.valid_until - slack
    return within and (lost is None or recorded < lost - slack)


CLOCKS_APART = timedelta(days=1)
"""What a moment that a file tells may be away from the one that the history does, at most."""


def why_not_sign_with(key: KnownKey | None) -> Reason | None:
    """Why nothing may be issued that this key has signed. None: a key that is not known yet."""
    if key is None or key.compromised_since is None:
        return None
    return COMPROMISED(since=key.compromised_since)


def why_not_sign_documents_with(key: KnownKey | None, now: datetime) -> Reason | None:
    """Why nobody could rely on a document that this key signs now: it is lost, or out of date.

    The history goes on being signed with one that is only out of date: it is compared with the key
    itself, and a gap in it would hide more than that tells.
    """
    if key is None:
        return None
    if why_not := why_not_sign_with(key):
        return why_not
    if now > key.valid_until:
        return EXPIRED(end=key.valid_until)
    return NOT_YET(start=key.valid_from) if now < key.valid_from else None


def why_not_rotate(fingerprint: str, signing: str | None, known: set[str]) -> Reason | None:
    """Why a key cannot take the place of the one that signs."""
    if fingerprint == signing:
        return SAME_KEY
    return FORMER_KEY if fingerprint in known else None


def why_not_mark(since: datetime, why: str, now: datetime) -> Reason | None:
    """Why a key cannot be marked as compromised."""
    if since > now:
        return IN_FUTURE
    return None if why.strip() else NO_REASON
