"""The part of an address at which one survey is answered, by whoever has it.

It is signed and names nobody: nothing of it is stored, so nothing that is read from the database
opens it. It works as long as the installation's key does.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

_MARK = 16
"""Bytes of the signature, and of an id."""
_PURPOSE = b"waypost survey 1"


def token_for(secret: str, invitation_id: UUID) -> str:
    """The token of one invitation; always the same."""
    about = invitation_id.bytes
    return base64.urlsafe_b64encode(_signature(secret, about) + about).rstrip(b"=").decode()


def read_token(secret: str, token: str) -> UUID | None:
    """The invitation that a token is for; None for one that was not made here or was changed."""
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
