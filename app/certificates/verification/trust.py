"""Whether the key that signed a file can be relied on, by what is recorded here of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.certificates.keys import queries
from app.certificates.keys.rules import KnownKey, why_doubtful
from app.language.reasons import Reason

if TYPE_CHECKING:
    from app.certificates.keys.signature import Signature


@dataclass(frozen=True)
class Trust:
    """What is known here of the signature of a file."""

    key: KnownKey | None = None
    """The key that signed it, where it is one of ours."""
    stamped_at: datetime | None = None
    """When a time stamping authority saw the signature."""
    doubt: Reason | None = None
    """Why the signature may be of somebody who had no right to it."""


def trust_in(session: Session, signature: Signature | None, issued_at: datetime | None) -> Trust:
    """What is known of a signature.

    `issued_at`: when the history says that this very file was issued.
    """
    if signature is None:
        return Trust()
    stamped = signature.at.stamped
    key = queries.by_fingerprint(session, signature.fingerprint)
    if key is None:
        return Trust(stamped_at=stamped)
    at = replace(signature.at, recorded=issued_at)
    return Trust(key, stamped, why_doubtful(key, at))


def trust_in_file(session: Session, pdf: bytes, issued_at: datetime) -> Trust:
    """The same of a stored file, which is as it was issued."""
    # Only here: a server would start later for the few who verify.
    from app.certificates.keys.signature import signature_of

    return trust_in(session, signature_of(pdf), issued_at)
