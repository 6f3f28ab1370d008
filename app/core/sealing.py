"""Texts that only the holder of a secret can read: not even whoever reads the database.

AES-256-GCM under a key that is derived from the secret. What is stored of the same secret to find
it again (`token_hash`) is another function of it, so the key does not follow from that.
"""

import hashlib
import hmac
import secrets

NONCE = 12
"""Bytes, as NIST SP 800-38D asks."""


def seal(secret: str, text: str) -> bytes:
    """A text as it can be stored. `secret`: random, and used for a few texts at most."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(secret)).encrypt(nonce, text.encode(), None)


def unseal(secret: str, sealed: bytes) -> str | None:
    """The text again; None if it was sealed with another secret, or changed since."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < NONCE:
        return None
    try:
        return AESGCM(_key(secret)).decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()
    except InvalidTag:
        return None


def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"waypost: key of a sealed text", hashlib.sha256).digest()
