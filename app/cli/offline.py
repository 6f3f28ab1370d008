"""Checking a certificate where no installation is, by the public halves of its keys.

What it prints is for whoever has the file, and in English.
"""

from collections.abc import Iterable

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.certificates.badges.baking import badge_in
from app.certificates.keys.public import PublicKey
from app.certificates.keys.rules import KnownKey, SignedAt, why_doubtful
from app.certificates.verification.inspect import inspect_pdf
from app.certificates.verification.verdict import UNREVOKED
from app.cli.badges import check_badge_offline


def check_offline(
    data: bytes, keys: Iterable[KnownKey], authorities: PublicKey | None = None
) -> tuple[bool, list[str]]:
    """Whether a file is as one of these keys has signed it, and what to print.

    `authorities`: those that time stamps lead to. Whether its certificate was revoked or replaced
    since, only the installation can say.
    """
    if badge := badge_in(data):
        return check_badge_offline(badge, keys)
    chain = authorities.chain if authorities else ()
    trusted = [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain]
    verdict = inspect_pdf(data, trusted)
    told = [f"SHA-256 {verdict.sha256}"]
    if verdict.problem is not None or verdict.signature is None:
        return False, [*told, str(verdict.problem)]
    signature = verdict.signature
    key = next((own for own in keys if own.fingerprint == signature.fingerprint), None)
    if key is None:
        return False, [*told, f"Signed by {verdict.signer}, with a key that is none of these."]
    whole = f"Signed by {key.subject}; the signature is valid and covers the whole file."
    told += [whole, f"Key {key.fingerprint}", _when(signature.at)]
    if signature.was_unrevoked:
        told.append(UNREVOKED)
    if doubt := why_doubtful(key, signature.at):
        return False, [*told, str(doubt)]
    return True, [*told, "Whether it was revoked or replaced since, only its code tells, online."]


def _when(at: SignedAt) -> str:
    """What a time stamp says, or the file of itself."""
    if at.stamped is not None:
        return f"A time stamp shows that it was signed by {at.stamped:%Y-%m-%d %H:%M} UTC."
    return f"By what it says of itself, it was signed at {at.claimed:%Y-%m-%d %H:%M} UTC."
