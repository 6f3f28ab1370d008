"""Who leads the sessions of the demo's finished cohort, and what they are given for it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.issuing.draft import PrintSetup
from app.certificates.teaching.actions import start_issue
from app.certificates.teaching.ahead import aheads
from app.certificates.teaching.rules import Chosen
from app.cohorts.actions import add_session_part
from app.cohorts.context import CohortContext
from app.cohorts.queries import units

LED = 6
"""So many sessions the facilitator of the cohort leads; the others name nobody."""


def lead(session: Session, here: CohortContext, leader: UUID, *, by: UUID) -> None:
    """Name somebody as leading the first sessions, two weeks before each."""
    for unit in units(session, here.cohort.id)[:LED]:
        if unit.session_id is not None and unit.starts_at is not None:
            at = unit.starts_at - timedelta(weeks=2)
            add_session_part(session, unit.session_id, leader, "lead", by=by, now=at)


def issue(
    session: Session, here: CohortContext, print_setup: PrintSetup, *, by: UUID, now: datetime
) -> int:
    """Order a certificate of teaching for everybody to whom one is due; how many these are."""
    due = [own for _, own in aheads(session, here, print_setup, now).values() if own.draft]
    chosen = [Chosen(own.person_id, own.seen) for own in due if own.person_id != by]
    start_issue(session, here, chosen, print_setup, by=by, now=now)
    return len(chosen)
