"""Keeping that a transcript was made: its hash, and never its file."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.keys import actions as keys
from app.certificates.transcripts.rules import Transcript
from app.core import audit


def record_transcript(
    session: Session, made: Transcript, pdf: bytes, *, zone: str, by: UUID, now: datetime
) -> None:
    """Write its line, by which its file is known again. `zone`: in which its moment is printed.

    Raises:
        BusyError: Somebody else may have the key that signed it, or its certificate is not valid
            now, so it is not given out.
    """
    # Only here: whoever makes no transcript needs none of it.
    from app.certificates.keys.signature import signature_of

    signature = signature_of(pdf)
    assert signature is not None  # we have just signed it
    keys.learn(session, signature.public, now=now)
    keys.require_usable(session, signature.fingerprint, now)
    facts = {
        "first": made.days.first.isoformat(),
        "last": made.days.last.isoformat(),
        "certificates": made.numbers,
        "zone": zone,
    }
    digest = sha256(pdf).hexdigest()
    audit.record(session, "transcript.made", "transcript", digest, by=by, now=now, facts=facts)
