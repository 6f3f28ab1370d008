"""Reads of the cohorts in which somebody is to be reminded of their disclosure."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.credit.disclosures.asking.rules import to_remind
from app.credit.disclosures.models import DisclosureRequest
from app.credit.disclosures.needed.queries import applying
from app.credit.disclosures.queries import controllers_in


def to_be_reminded(session: Session, now: datetime) -> list[UUID]:
    """Cohorts that are not over, need disclosures, and asked somebody who owes one."""
    asked = select(col(DisclosureRequest.cohort_id))
    open_ = select(col(Cohort.id)).where(
        col(Cohort.id).in_(asked), col(Cohort.archived_at).is_(None), col(Cohort.closes_at) > now
    )
    found = applying(session, session.scalars(open_).all())
    people = controllers_in(session, found, now)
    return [cohort_id for cohort_id, own in people.items() if to_remind(own, now)]
