"""The key that signs certificates, as this process sees it."""

import os
import stat
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import require
from app.installation.machine.rules import Key, KeySeen, is_weak, why_not_start
from app.settings import Settings

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

EXPIRING = timedelta(days=60)
OTHERS = stat.S_IROTH | stat.S_IWOTH


def require_usable_key(settings: Settings, now: datetime) -> None:
    """Raise `RefusedError` with the mend where a key is set that must not sign."""
    require(why_not_start(signing_key(settings, now), demo=settings.demo))


def signing_key(settings: Settings, now: datetime) -> Key:
    """How the key is that signs certificates."""
    path = settings.signing_key
    if path is None:
        return Key.MISSING
    if not (path.is_file() and os.access(path, os.R_OK)):
        return Key.UNREADABLE
    if not (chain := _certificates(settings)):
        return Key.UNUSABLE
    if path.stat().st_mode & OTHERS:
        return Key.OPEN
    return Key.WEAK if _is_weak(chain) else _by_time(chain[0], now)


def key_seen(settings: Settings) -> KeySeen | None:
    """Whose the key is that signs, and until when; also the one that the demo has made."""
    from app.certificates.keys.public import PublicKey
    from app.certificates.printing.keys import DEMO_FILE

    demo = settings.data_dir / DEMO_FILE
    is_demo = settings.signing_key is None and settings.demo and demo.is_file()
    chain = _read_certificates(demo, None, demo.stat().st_mtime_ns) if is_demo else ()
    if not (chain := chain or _certificates(settings)):
        return None
    public = PublicKey(tuple(chain))
    return KeySeen(public.subject, public.fingerprint, public.valid_until)


def _by_time(own: "Certificate", now: datetime) -> Key:
    if now < own.not_valid_before_utc:
        return Key.NOT_YET
    if now >= own.not_valid_after_utc:
        return Key.EXPIRED
    return Key.EXPIRING if own.not_valid_after_utc - now < EXPIRING else Key.CONFIGURED


def _is_weak(chain: Sequence["Certificate"]) -> bool:
    """What a root says of itself is trusted for another reason than its signature."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    own, *others = chain
    public = own.public_key()
    assert isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    kind = "RSA" if isinstance(public, rsa.RSAPublicKey) else "EC"
    signed = [own, *(each for each in others if each.issuer != each.subject)]
    hashes = [each.signature_hash_algorithm for each in signed]
    return is_weak(kind, public.key_size, [used.name for used in hashes if used])


def _certificates(settings: Settings) -> "Sequence[Certificate]":
    """The key's own first; none where the file cannot be used."""
    path, protected = settings.signing_key, settings.signing_key_passphrase
    if path is None or not path.is_file():
        return ()
    passphrase = protected.get_secret_value() if protected else None
    return _read_certificates(path, passphrase, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read_certificates(
    path: Path, passphrase: str | None, _changed: int
) -> "Sequence[Certificate]":
    """A protected file takes a while to open, so it is opened once for each time it changed."""
    from app.certificates.printing.keys import SigningKeyError, load_key

    try:
        return load_key(path, passphrase)[1]
    except SigningKeyError:
        return ()
