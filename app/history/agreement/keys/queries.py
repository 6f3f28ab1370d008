"""What is stored of signing keys, to be compared with the lines that tell of them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.keys.models import SigningKey, SigningKeyCompromise
from app.certificates.keys.rules import ADDED, FIRST_USED, MARKED
from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed


def _keys(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(SigningKey)):
        yield {"object": row.fingerprint, "at": row.learned_at, "seal": seal(row)}


def _marked_keys(session: Session) -> Iterator[Facts]:
    marked: Select[*tuple[Any, ...]] = select(
        SigningKeyCompromise, col(SigningKey.fingerprint)
    ).join(SigningKey, col(SigningKey.id) == col(SigningKeyCompromise.key_id))
    for row, fingerprint in streamed(session, marked):
        yield {
            "object": fingerprint,
            "at": row.at,
            "since": row.since.isoformat(),
            "seal": seal(row),
        }


KEYS = (
    Kind("signing key", _keys, (FIRST_USED, ADDED), ("object",), only_sealed=True),  # not shown
    Kind("compromised key", _marked_keys, (MARKED,), ("object", "since")),  # not shown
)
