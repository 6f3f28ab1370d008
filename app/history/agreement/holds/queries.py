"""What is stored of the retention policy and of holds, to be compared with their lines."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed
from app.history.retention.models import RetentionHold, RetentionHoldEnd, RetentionPolicy


def _policies(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(RetentionPolicy)):
        yield {"object": str(row.id), "by": row.by, "at": row.set_at, "seal": seal(row)}


def _holds(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(RetentionHold)):
        yield _told(row, row)


def _ends(session: Session) -> Iterator[Facts]:
    ended: Select[*tuple[Any, ...]] = select(RetentionHold, RetentionHoldEnd).join(
        RetentionHoldEnd, col(RetentionHoldEnd.hold_id) == col(RetentionHold.id)
    )
    for hold, end in streamed(session, ended):
        yield _told(hold, end)


def _told(hold: RetentionHold, made: RetentionHold | RetentionHoldEnd) -> Facts:
    return {
        "object": str(hold.cohort_id),
        "by": made.by,
        "at": made.at,
        "hold": str(hold.id),
        "edition": hold.edition,
        "seal": seal(made),
    }


HOLDS = (
    Kind("retention policy", _policies, ("retention_policy.changed",), ("object",)),  # not shown
    Kind("hold", _holds, ("hold.placed",), ("hold",)),
    Kind("hold ended", _ends, ("hold.ended",), ("hold",)),  # not shown
)
