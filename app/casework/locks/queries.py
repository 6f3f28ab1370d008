"""A session locked, so that whoever changes something of it takes turns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import CohortFormat
from app.cohorts.models import CaseSession, Cohort, Unit
from app.core.db import records


@dataclass(frozen=True)
class LockedSession:
    """A session that is locked until the transaction ends."""

    id: UUID
    cohort_id: UUID
    position: int
    """Of its unit."""
    starts_at: datetime
    minutes: int
    canceled: bool
    not_held: bool
    archived_at: datetime | None
    """Since when nothing in its cohort changes any more."""
    is_series: bool
    """Whether its cohort is."""
    link_checks_in: bool
    """Whether its cohort says so, and there is a meeting to join."""


def lock_session(session: Session, case_session_id: UUID) -> LockedSession:
    """Lock a session, so that saves of its attendance take turns.

    Facts that refer to it can still be added by others meanwhile: who asks for something has their
    own place locked, for which a save comes next.
    """
    (held,) = records(
        session.execute(_LOCKED_SESSION, {"case_session_id": case_session_id}), LockedSession
    )
    return held


_LOCKED_SESSION: Select[*tuple[Any, ...]] = (
    select(
        col(CaseSession.id),
        col(Unit.cohort_id),
        col(Unit.position),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
        col(Cohort.archived_at),
        (col(Cohort.format) == CohortFormat.SERIES).label("is_series"),
        and_(col(Cohort.link_checks_in), col(CaseSession.link) != "").label("link_checks_in"),
    )
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .where(col(CaseSession.id) == bindparam("case_session_id"))
    .with_for_update(key_share=True, of=CaseSession)
)
