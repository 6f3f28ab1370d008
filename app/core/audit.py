"""The audit trail: one line an act, in the same transaction, chained by hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import plain_rows
from app.core.models import AuditLine

GENESIS = "0" * 64
_CHAIN_LOCK = 7_309_001  # any number, the same in every process


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
    line = AuditLine(**values, previous_hash=_last_hash(session), hash="")
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
    values = ({**_values(act, by, now), "on_behalf_of": on_behalf_of} for act in acts)
    if lines := _chained(values, _last_hash(session)):
        session.connection().execute(_INSERT, lines)
        session.info[_HAS_RECORDED] = True


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
    content = json.dumps(
        [
            line.previous_hash,
            line.at.astimezone(UTC).isoformat(),
            str(line.actor_id or ""),
            str(line.on_behalf_of or ""),
            line.act,
            line.object_kind,
            line.object_id,
            line.facts,
            line.reason,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(content.encode()).hexdigest()


def first_bad_line(session: Session) -> AuditLine | None:
    """The first line whose content or link does not hold, or None if the chain verifies."""
    previous, after = GENESIS, 0
    while lines := _lines_after(session, after):
        if bad := first_break(lines, previous):
            return bad
        previous, after = lines[-1].hash, lines[-1].id or 0
        session.expunge_all()
    return None


def first_break(lines: Sequence[AuditLine], previous: str | None) -> AuditLine | None:
    """The first of some lines in a row that does not hold.

    `previous` is the hash before them; where it is None, the first line is only the anchor of the
    next.
    """
    for line in lines:
        if previous is not None and not _follows(line, previous):
            return line
        previous = line.hash
    return None


def _follows(line: AuditLine, previous: str) -> bool:
    return line.previous_hash == previous and line.hash == line_hash(line)


def _lines_after(session: Session, after: int) -> Sequence[AuditLine]:
    """The next thousand lines: the trail is longer than memory."""
    newer = select(AuditLine).where(col(AuditLine.id) > after).order_by(col(AuditLine.id))
    return session.scalars(newer.limit(1000)).all()


def _last_hash(session: Session) -> str:
    """The chain's end. Writers of a line take turns until they commit (SQLite: always)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK, {"key": _CHAIN_LOCK})
    return plain_rows(session, _NEWEST, {}).scalar() or GENESIS


_INSERT = AuditLine.__table__.insert()  # type: ignore[attr-defined]
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")  # not shown
_NEWEST = select(col(AuditLine.hash)).order_by(col(AuditLine.id).desc()).limit(1)
