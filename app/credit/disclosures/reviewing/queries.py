"""Reads of who reviews the disclosures of a cohort's activity."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.providers.queries import providers_of
from app.people.enums import Scope
from app.people.models import RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


def officers_of(session: Session, cohort_id: UUID, now: datetime) -> frozenset[UUID]:
    """The CME officers of the provider of a cohort's activity: two statements."""
    found = select(col(RoleGrant.person_id)).where(
        col(RoleGrant.role) == Role.CME_OFFICER,
        col(RoleGrant.scope) == Scope.PROVIDER,
        col(RoleGrant.scope_id).in_(providers_of(session, cohort_id)),
        grant_holds(now),
    )
    return frozenset(session.scalars(found))
