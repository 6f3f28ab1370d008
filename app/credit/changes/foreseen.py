"""What another version of an activity would be, and what it would do to whom."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.approvals import Approval, as_approved
from app.credit.changes.effects.rules import Effects, effects
from app.credit.changes.relied.rules import relied_on
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import Activity
from app.credit.policies.queries import policy_in_force
from app.credit.queries import standings
from app.credit.since.rules import goes_on_from
from app.credit.systems.queries import every_system


def would_become(
    session: Session,
    cohort: Cohort,
    before: ApprovedActivity | None,
    approval: Approval,
    provider_id: UUID | None,
) -> ApprovedActivity:
    """What an approval makes of the activity in force, in rows that nobody stores: one statement.

    `before`: what is in force; `provider_id`: None of a provider that is not known here yet.
    """
    if before is not None:  # nobody approves until when credit is claimed
        approval = replace(approval, claims_close_at=before.activity.claims_close_at)
    held = (
        goes_on_from(before, provider_id, is_draft=cohort.is_draft)
        if provider_id is not None
        else None
    )
    return as_approved(approval, cohort.id, every_system(session), held)


def effects_of(
    session: Session,
    cohort: Cohort,
    before: ApprovedActivity | None,
    would_be: ApprovedActivity,
    now: datetime,
    certified: Collection[UUID] = (),
) -> Effects:
    """What it does to whom; nothing to anybody of a draft, nor where nothing was in force.

    `certified`: enrollments with a live certificate, where that is to be said.
    """
    if cohort.is_draft or before is None:
        return Effects()
    own = standings(session, cohort.id, policy_in_force(session, cohort.id), now)
    others = relied_on(before, would_be, cohort.zone)
    return effects(own.values(), would_be, others, certified, now)


def effects_of_closing(
    session: Session,
    cohort: Cohort,
    before: ApprovedActivity | None,
    closes_at: datetime | None,
    now: datetime,
) -> Effects:
    """What another moment at which claims close does to whom; nothing where it stays."""
    if before is None or closes_at in {None, before.activity.claims_close_at}:
        return Effects()
    activity = Activity(**{**before.activity.model_dump(), "claims_close_at": closes_at})
    return effects_of(session, cohort, before, replace(before, activity=activity), now)
