"""Saying that a session was not held, and flagging the certificates that rest on its marks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.amendments.actions import Touched, flag
from app.certificates.enums import FlagKind
from app.certificates.holding.queries import certified_marks
from app.certificates.marks.queries import lock_built_on
from app.cohorts.changes.holding import actions
from app.cohorts.changes.queries import LockedUnit
from app.cohorts.context import CohortContext
from app.core.ids import new_id


def call_not_held(
    session: Session,
    here: CohortContext,
    position: int,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Let a session count as not held; raises what `cohorts` raises."""
    own = actions.call_not_held(session, here, position, seen=seen, reason=reason, by=by, now=now)
    _flag(session, own, FlagKind.NOT_HELD, reason, by=by, now=now)


def call_held(
    session: Session,
    here: CohortContext,
    position: int,
    *,
    seen: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Let it count as held again; raises what `cohorts` raises."""
    own = actions.call_held(session, here, position, seen=seen, reason=reason, by=by, now=now)
    _flag(session, own, FlagKind.HELD, reason, by=by, now=now)


def _flag(
    session: Session,
    own: LockedUnit | None,
    kind: FlagKind,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Nothing after a second click."""
    if own is None:
        return
    held = own.held.id
    touched = [
        Touched(held, mark.numbers, mark.mark, mark.mark)
        for mark in certified_marks(session, held, built_on=lock_built_on)
    ]
    flag(session, touched, kind, new_id(), reason=reason, by=by, now=now)
