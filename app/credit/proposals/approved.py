"""A version in force, and whether an officer approved it."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.proposals.queries import approved_by_act
from app.credit.proposals.rules import ApprovedAs
from app.credit.proposals.terms import terms_of_approved
from app.people.providers.queries import officers_of


def approved_as(session: Session, approved: ApprovedActivity, now: datetime) -> ApprovedAs:
    """As what it was approved: two statements."""
    activity = approved.activity
    act = approved_by_act(session, activity.id)
    return ApprovedAs(
        provider=activity.provider,
        terms=terms_of_approved(approved),
        fingerprint=act.decision.fingerprint if act and act.decision else None,
        has_officers=bool(officers_of(session, activity.provider_id, now)),
    )
