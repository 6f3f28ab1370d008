"""Marks that change although others rely on them: as who looked at the check page, and said why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.rules import Submitted
from app.casework.saves import actions as casework
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment, SaveResult, fingerprint
from app.certificates.marks import actions as marks

WHY = "The export had named somebody else."


def amend(
    session: Session,
    held: UUID,
    wanted: Mapping[UUID, Submitted],
    *,
    by: UUID,
    now: datetime,
    why: str = WHY,
    **more: Any,
) -> SaveResult:
    """Save marks after a look at whom they touch."""
    try:
        return marks.save_marks(session, held, wanted, by=by, now=now, **more)
    except AmendmentNeededError as needed:
        seen = Amendment(why, fingerprint(needed.adjusted))
    return marks.save_marks(session, held, wanted, by=by, now=now, amendment=seen, **more)


def overwrite(
    session: Session, held: UUID, wanted: Mapping[UUID, Submitted], *, by: UUID, now: datetime
) -> None:
    """Save marks as if nothing had ever been built on them, as older data may hold it."""

    def save(seen: Amendment) -> None:
        casework.save_marks(
            session, held, wanted, built_on=lambda *_: {}, by=by, now=now, amendment=seen
        )

    try:
        save(Amendment())
    except AmendmentNeededError as needed:
        save(Amendment(WHY, fingerprint(needed.adjusted)))
