"""Reads of what is announced to go, before its day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.cohorts.queries import reached
from app.history.retention.ending.queries import is_live
from app.history.retention.enums import RetentionState
from app.history.retention.models import DeletionAnnouncement
from app.history.retention.queries import kept_among, years_kept
from app.history.retention.rules import Retained, retained
from app.people.roles import Reach


def announced_within(session: Session, reach: Reach, now: datetime) -> list[Retained]:
    """The cohorts within reach whose records go on a day to come: one statement if there are none.

    The earliest day first.
    """
    announced = (
        select(col(Cohort.id))
        .join(DeletionAnnouncement, col(DeletionAnnouncement.cohort_id) == col(Cohort.id))
        .where(is_live(), reached(reach))
    )
    ids = session.scalars(announced).all()
    if not ids:
        return []
    years = years_kept(session)
    found = (retained(kept, years, now) for kept in kept_among(session, ids))
    ahead = [own for own in found if _is_ahead(own)]
    return sorted(ahead, key=lambda own: (str(own.goes_from), own.kept.title))


def _is_ahead(own: Retained) -> bool:
    return own.state is RetentionState.ANNOUNCED and not own.waits_for_command
