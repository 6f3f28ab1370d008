"""What was announced to go, called off and deleted, beside its lines; what went so by right."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed
from app.history.retention.deletion.rules import numbers_in
from app.history.retention.models import Deletion, DeletionAnnouncement, DeletionCallOff

_DONE = "deletion.done"
_KEY = ("announcement",)


def _announced(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(DeletionAnnouncement)):
        yield _told(row, row) | {"by": row.by}


def _called_off(session: Session) -> Iterator[Facts]:
    for announced, row in streamed(session, _with_announcement(DeletionCallOff)):
        yield _told(announced, row) | {"by": row.by}


def _done(session: Session) -> Iterator[Facts]:
    for announced, row in streamed(session, _with_announcement(Deletion)):
        yield _told(announced, row)


def _with_announcement(kind: type[DeletionCallOff | Deletion]) -> Select[*tuple[Any, ...]]:
    announced = col(DeletionAnnouncement.id) == col(kind.announcement_id)
    found: Select[*tuple[Any, ...]] = select(DeletionAnnouncement, kind).join(kind, announced)
    return found


def _told(
    announced: DeletionAnnouncement, row: DeletionAnnouncement | DeletionCallOff | Deletion
) -> Facts:
    return {
        "object": str(announced.cohort_id),
        "at": row.at,
        "announcement": str(announced.id),
        "seal": seal(row),
    }


def covered_lines(session: Session) -> set[int]:
    """The lines of which the records went by right, as long as what says so is what its line seals.

    Of lines that were written later, none is.
    """
    stored = {(facts["announcement"], facts["seal"]) for facts in _done(session)}
    found: set[int] = set()
    lines = select(col(AuditLine.id), col(AuditLine.facts)).where(col(AuditLine.act) == _DONE)
    for id_, facts in session.execute(lines).all():
        if (facts["announcement"], facts["seal"]) in stored:
            row = session.get_one(Deletion, UUID(facts["announcement"]))
            found |= {number for number in numbers_in(row.lines) if number < id_}
    return found


DELETED = (
    Kind("announced deletion", _announced, ("deletion.announced",), _KEY),  # not shown
    Kind("deletion called off", _called_off, ("deletion.called_off",), _KEY),  # not shown
    Kind("deletion", _done, (_DONE,), _KEY),
)
