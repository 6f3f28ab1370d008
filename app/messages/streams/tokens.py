"""The part of an address that turns one stream off for one person, whoever has it.

It is signed, names nobody, and works as long as the installation's key does: a letter is found and
its link followed years later.
"""

import base64
import binascii
import hashlib
import hmac
from typing import NamedTuple
from uuid import UUID

from app.messages.streams.enums import Stream

_MARK = 16
"""Bytes of the signature, and of an id."""
_PURPOSE = b"waypost unsubscribe 1"


class Unsubscribing(NamedTuple):
    """Whom a token is for, and what it turns off."""

    person_id: UUID
    stream: Stream


def token_for(secret: str, person_id: UUID, stream: Stream) -> str:
    """The token of one person and one stream; always the same."""
    about = person_id.bytes + stream.value.encode()
    return base64.urlsafe_b64encode(_signature(secret, about) + about).rstrip(b"=").decode()


def read_token(secret: str, token: str) -> Unsubscribing | None:
    """What a token turns off; None for one that was not made here or was changed."""
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    signature, about = whole[:_MARK], whole[_MARK:]
    if not hmac.compare_digest(signature, _signature(secret, about)):
        return None
    name = about[_MARK:].decode(errors="replace")
    if name not in {stream.value for stream in Stream}:
        return None
    return Unsubscribing(UUID(bytes=about[:_MARK]), Stream(name))


def _signature(secret: str, about: bytes) -> bytes:
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    return hmac.digest(key, about, hashlib.sha256)[:_MARK]
