"""Approving and changing an activity, and what that says of disclosures.

Proposals and changes know nothing of disclosures, which read them; here both meet.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.approvals import Approval
from app.credit.disclosures.reviewing.actions import follow_approval
from app.credit.models import Activity
from app.credit.pictures.rules import Picture
from app.credit.proposals import actions as proposals
from app.people.models import Person


def approve(
    session: Session, cohort: Cohort, officer: Person, *, read: str, templates: str, now: datetime
) -> None:
    """Approve what waits; the arguments and what is raised are those of `proposals.approve`."""
    proposals.approve(session, cohort, officer, read=read, templates=templates, now=now)
    follow_approval(session, cohort, by=officer.id, now=now)


def change_directly(
    session: Session,
    cohort: Cohort,
    approval: Approval,
    *,
    provider_id: UUID | None,
    pictures: Sequence[Picture] = (),
    by: UUID,
    now: datetime,
) -> Activity:
    """Change what nobody here approves; the arguments are those of `proposals.change_directly`."""
    activity = proposals.change_directly(
        session, cohort, approval, provider_id=provider_id, pictures=pictures, by=by, now=now
    )
    follow_approval(session, cohort, by=by, now=now)
    return activity
