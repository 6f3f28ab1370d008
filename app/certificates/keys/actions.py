"""Keeping the certificates of keys, and saying of one that somebody else may have it."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.certificates.keys import queries, rules
from app.certificates.keys.models import SigningKey, SigningKeyCompromise
from app.certificates.keys.public import PublicKey
from app.core import audit
from app.core.errors import BusyError, require
from app.core.seals import seal

AGAIN_IN_SECONDS = 600
"""Until it is looked whether the operator has set another key."""


def learn(
    session: Session, public: PublicKey, *, now: datetime, act: str = rules.FIRST_USED
) -> bool:
    """Keep the certificate of a key, if it is not known; whether it is new.

    Its line is of the installation's chain, which the next signature of the history covers: so
    what this key has signed counts when another has taken its place.
    """
    if queries.by_fingerprint(session, public.fingerprint) is not None:
        return False
    key = SigningKey(
        fingerprint=public.fingerprint,
        subject=public.subject,
        certificate=public.pem,
        valid_from=public.valid_from,
        valid_until=public.valid_until,
        learned_at=now,
    )
    with suppress(IntegrityError), session.begin_nested():  # another process learns it, too
        session.add(key)
        session.flush()
        facts = {"certificate": base64.b64encode(public.der).decode(), "seal": seal(key)}
        audit.record(session, act, "signing-key", key.fingerprint, by=None, now=now, facts=facts)
        return True
    return False


def mark_compromised(
    session: Session,
    beginning: str,
    *,
    since: datetime,
    why: str,
    now: datetime,
    by: UUID | None = None,
) -> SigningKey:
    """Say that somebody else may have a key since a moment; it is never taken back.

    `beginning`: of its fingerprint.

    Raises:
        RefusedError: No one key is meant, or there is a rule against it.
    """
    since = since.astimezone(UTC)
    require(rules.why_not_mark(since, why, now))
    key = queries.begins_with(session, beginning)
    if queries.is_marked(session, key.id, since):
        return key
    mark = SigningKeyCompromise(key_id=key.id, since=since, reason=why.strip(), at=now)
    session.add(mark)
    session.flush()
    facts = {"since": since.isoformat(), "seal": seal(mark)}
    act, kind, about = rules.MARKED, "signing-key", key.fingerprint
    audit.record(session, act, kind, about, by=by, now=now, facts=facts, reason=mark.reason)
    return key


def require_usable(session: Session, fingerprint: str, now: datetime) -> None:
    """Raise `BusyError` where a document that a key signed now would be doubtful: it waits."""
    key = queries.by_fingerprint(session, fingerprint)
    if why_not := rules.why_not_sign_documents_with(key, now):
        raise BusyError(why_not, AGAIN_IN_SECONDS)


def require_trusted(session: Session, fingerprint: str) -> None:
    """Raise `BusyError` where somebody else may have a key: what it signed waits for another."""
    key = queries.by_fingerprint(session, fingerprint)
    if why_not := rules.why_not_sign_with(key):
        raise BusyError(why_not, AGAIN_IN_SECONDS)
