"""Reads of the keys that have signed here."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.keys.models import SigningKey, SigningKeyCompromise
from app.certificates.keys.rules import NO_SUCH_KEY, SEVERAL_KEYS, KnownKey
from app.core.db import records
from app.core.errors import RefusedError


def known_keys(session: Session) -> list[KnownKey]:
    """All of them, the newest first."""
    return records(session.execute(_KEYS), KnownKey)


def by_fingerprint(session: Session, fingerprint: str) -> KnownKey | None:
    """The key that has this certificate."""
    named = _KEYS.where(col(SigningKey.fingerprint) == fingerprint)
    return next(iter(records(session.execute(named), KnownKey)), None)


def compromised_keys(session: Session) -> dict[str, datetime]:
    """The keys that somebody else may have, by their fingerprints, and since when."""
    since = func.min(col(SigningKeyCompromise.since))
    marked = (
        select(col(SigningKey.fingerprint), since.label("since"))
        .join(SigningKeyCompromise, col(SigningKeyCompromise.key_id) == col(SigningKey.id))
        .group_by(col(SigningKey.fingerprint))
    )
    return {row.fingerprint: row.since for row in session.execute(marked)}


def begins_with(session: Session, beginning: str) -> SigningKey:
    """The one key whose fingerprint begins so; raises `RefusedError` for none and for several."""
    digits = beginning.lower().replace(":", "")
    named = select(SigningKey).where(
        col(SigningKey.fingerprint).startswith(digits, autoescape=True)
    )
    found: Sequence[SigningKey] = session.scalars(named.limit(2)).all()
    if not found:
        raise RefusedError(NO_SUCH_KEY(beginning=beginning))
    if len(found) > 1:
        raise RefusedError(SEVERAL_KEYS(beginning=beginning))
    return found[0]


def is_marked(session: Session, key_id: UUID, since: datetime) -> bool:
    """Whether exactly this was said of a key before."""
    said = exists().where(
        col(SigningKeyCompromise.key_id) == key_id, col(SigningKeyCompromise.since) == since
    )
    return bool(session.scalar(select(said)))


_SINCE = (
    select(func.min(col(SigningKeyCompromise.since)))
    .where(col(SigningKeyCompromise.key_id) == col(SigningKey.id))
    .scalar_subquery()
)
_KEYS: Select[*tuple[object, ...]] = select(
    col(SigningKey.fingerprint),
    col(SigningKey.subject),
    col(SigningKey.certificate),
    col(SigningKey.valid_from),
    col(SigningKey.valid_until),
    col(SigningKey.learned_at),
    _SINCE.label("compromised_since"),
).order_by(col(SigningKey.learned_at).desc(), col(SigningKey.fingerprint))
