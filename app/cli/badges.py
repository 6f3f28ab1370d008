"""Whether a badge is one of ours, and counts, for the command line.

What it prints is for operators, and in English.
"""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy.orm import Session

from app.certificates.badges.jose import is_signed_by, part
from app.certificates.badges.queries import badge_by_file
from app.certificates.keys.public import PublicKey
from app.certificates.keys.queries import known_keys
from app.certificates.keys.rules import KnownKey

Lines = list[str]


def signer_of(jws: str, keys: Iterable[KnownKey]) -> KnownKey | None:
    """The key that signed a badge, if it is one of these; which one it names itself is no proof."""
    return next((key for key in keys if is_signed_by(jws, _public(key))), None)


def check_badge(session: Session, jws: str) -> tuple[bool, Lines]:
    """Whether a badge was made here and counts today, and what to print."""
    told, signer = _signed(jws, known_keys(session))
    if signer is None:
        return False, told
    digest = sha256(jws.encode()).hexdigest()
    made = badge_by_file(session, digest)
    if made is None:
        return False, [*told, "A key of ours signed it, and nothing of it is recorded here."]
    told.append(f"This is a badge, exactly as it was made here on {made.made_at:%Y-%m-%d} (UTC).")
    if made.revoked is not None:
        return False, [*told, f"It counts no more. {made.revoked.said}"]
    return True, [*told, "It counts: its certificate is valid."]


def check_badge_offline(jws: str, keys: Iterable[KnownKey]) -> tuple[bool, Lines]:
    """Whether one of these keys has signed a badge, and what to print."""
    told, signer = _signed(jws, keys)
    if signer is None:
        return False, told
    if signer.compromised_since is not None:
        since = f"{signer.compromised_since:%Y-%m-%d %H:%M} UTC"
        doubt = "and nothing but the badge itself says that it was signed before."
        return False, [*told, f"Somebody else may have had that key since {since}, {doubt}"]
    return True, [*told, "Whether it was revoked or withdrawn since, only its list tells, online."]


def _signed(jws: str, keys: Iterable[KnownKey]) -> tuple[Lines, KnownKey | None]:
    told = [f"SHA-256 {sha256(jws.encode()).hexdigest()} (of the badge in the file)"]
    signer = signer_of(jws, keys)
    if signer is None:
        return [*told, "No known key has signed this badge, or it was changed."], None
    name = part(jws, 1).get("name", "")
    return [*told, f"Signed by {signer.subject}: {name}", f"Key {signer.fingerprint}"], signer


def _public(key: KnownKey) -> PublicKey:
    return PublicKey.of_pem(key.certificate.encode())
