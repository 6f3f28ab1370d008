"""Identifiers: UUID keys for rows, random tokens for secrets that travel."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID, uuid4


def new_id() -> UUID:
    """A key for a new row."""
    return uuid4()


def new_token() -> str:
    """A secret of 256 random bits, safe in an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Eight random digits, to be read in one place and typed in another: not to be stored."""
    return f"{secrets.randbelow(10**8):08}"


def token_hash(token: str) -> str:
    """What is stored of a secret token: its SHA-256, so that a read database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(secret: str, purpose: str, seed: str) -> str:
    """A secret of 256 bits that can be made again: of a stored random seed and `SECRET_KEY`.

    HMAC-SHA-256 (RFC 2104). Who has only the database cannot make it.
    """
    made = hmac.digest(secret.encode(), f"{purpose}\0{seed}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def keyed_hash(secret: str, text: str) -> str:
    """A stand-in for personal text in records: the same for the same text, not to be guessed.

    HMAC-SHA-256 under the installation's `SECRET_KEY` (RFC 2104).
    """
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
