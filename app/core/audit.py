"""The audit trail: one line an act, in the same transaction, chained by hash.

Each cohort has a chain of its own, and the installation has one for all else: a writer waits for
the end of a chain, and nobody in one cohort for somebody in another. Which chain a line is in says
nothing about it. The ends of all chains are told by lines of the installation's (`core/chains`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import plain_rows
from app.core.models import AuditLine

GENESIS = "0" * 64
"""Before the first line of every chain."""
INSTALLATION = ""
"""The chain of what is of no cohort, and of all that was written before there were others."""
_CHAIN_LOCKS = 7_309_001  # any number, the same in every process


class Act(NamedTuple):
    """What was done to which thing."""

    act: str
    object_kind: str
    object_id: UUID | str
    facts: Mapping[str, Any] = MappingProxyType({})
    reason: str = ""


def record(
    session: Session,
    act: str,
    object_kind: str,
    object_id: UUID | str,
    *,
    by: UUID | None,
    now: datetime,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditLine:
    """Write the line of an act. `by` is empty when the software acts by a rule."""
    values = _values(Act(act, object_kind, object_id, facts or {}, reason), by, now)
    chain = _chain_of(session)
    line = AuditLine(**values, chain=chain, previous_hash=_last_hash(session, chain), hash="")
    line.hash = line_hash(line)
    session.add(line)
    session.flush()
    session.info[_HAS_RECORDED] = True
    return line


def record_all(
    session: Session,
    acts: Iterable[Act],
    *,
    by: UUID | None,
    now: datetime,
    on_behalf_of: UUID | None = None,
) -> None:
    """Write the lines of many acts of one moment, in their order; past the ORM, which is slow.

    `on_behalf_of`: for whom `by` acts, where that is not themselves in their own role.
    """
    chain = _chain_of(session)
    shared = {"on_behalf_of": on_behalf_of, "chain": chain}
    values = (_values(act, by, now) | shared for act in acts)
    if lines := _chained(values, _last_hash(session, chain)):
        session.connection().execute(_INSERT, lines)
        session.info[_HAS_RECORDED] = True


def continue_chain(session: Session, cohort_id: UUID) -> None:
    """Let the lines of this transaction follow those of a cohort, and wait for no other's.

    A transaction has one chain, so that no two can wait for each other: what is said after its
    first line changes nothing.
    """
    session.info.setdefault(_CHAIN, str(cohort_id))


def cohort_of(session: Session) -> UUID | None:
    """The cohort that this transaction is about, as far as anybody said so."""
    chain = session.info.get(_CHAIN, INSTALLATION)
    return UUID(chain) if chain else None


def _chain_of(session: Session) -> str:
    chain: str = session.info.setdefault(_CHAIN, INSTALLATION)
    return chain


_CHAIN = "audit.chain"  # not shown
_HAS_RECORDED = "audit.has_recorded"  # not shown


def has_recorded(session: Session) -> bool:
    """Whether an act of this session left a line: one that changes nothing leaves none."""
    return _HAS_RECORDED in session.info


def _chained(lines: Iterable[dict[str, Any]], previous: str) -> list[dict[str, Any]]:
    """The lines, each with its hash and that of the one before. `previous`: the chain's end."""
    chained = []
    for values in lines:
        line = values | {"previous_hash": previous}
        previous = line["hash"] = line_hash(SimpleNamespace(**line))
        chained.append(line)
    return chained


def _values(act: Act, by: UUID | None, now: datetime) -> dict[str, Any]:
    return {
        "at": now,
        "actor_id": by,
        "act": act.act,
        "object_kind": act.object_kind,
        "object_id": str(act.object_id),
        "facts": dict(act.facts),
        "reason": act.reason,
    }


def line_hash(line: AuditLine | SimpleNamespace) -> str:
    """SHA-256 over the line's content and the hash before it."""
    values = [
        line.previous_hash,
        line.at.astimezone(UTC).isoformat(),
        str(line.actor_id or ""),
        str(line.on_behalf_of or ""),
        line.act,
        line.object_kind,
        line.object_id,
        line.facts,
        line.reason,
    ]
    if line.chain:  # older lines were hashed without one
        values.append(line.chain)
    content = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _last_hash(session: Session, chain: str) -> str:
    """The chain's end. Writers of its lines take turns until they commit (SQLite: all do)."""
    here = {"chain": chain}
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK, {"locks": _CHAIN_LOCKS} | here)
    return plain_rows(session, _NEWEST, here).scalar() or GENESIS


_INSERT = AuditLine.__table__.insert()  # type: ignore[attr-defined]
_LOCK = text("SELECT pg_advisory_xact_lock(:locks, hashtext(:chain))")  # not shown
_NEWEST = (
    select(col(AuditLine.hash))
    .where(col(AuditLine.chain) == bindparam("chain"))
    .order_by(col(AuditLine.id).desc())
    .limit(1)
)
