"""The part of an address by which a mentee answers: made of the rater's id and `SECRET_KEY`.

Nothing of it is stored, so a stolen database opens nothing; it works as long as the key does.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

_MARK = 16
"""Bytes of the signature, and of an id."""
_PURPOSE = b"waypost rater 1"


def token_for(secret: str, rater_id: UUID) -> str:
    """The token of one mentee; always the same."""
    whole = _signature(secret, rater_id.bytes) + rater_id.bytes
    return base64.urlsafe_b64encode(whole).rstrip(b"=").decode()


def read_token(secret: str, token: str) -> UUID | None:
    """Whose token it is; None for one that was not made here or was changed."""
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    signature, about = whole[:_MARK], whole[_MARK:]
    if len(about) != _MARK or not hmac.compare_digest(signature, _signature(secret, about)):
        return None
    return UUID(bytes=about)


def _signature(secret: str, about: bytes) -> bytes:
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    return hmac.digest(key, about, hashlib.sha256)[:_MARK]
