"""Reads of the roles that people hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


def lock_person(session: Session, person_id: UUID) -> None:
    """Lock a person until commit, so that grants to them come one after the other."""
    session.execute(
        select(col(Person.id)).where(col(Person.id) == person_id).with_for_update(key_share=True)
    )


def live_grant(
    session: Session,
    person_id: UUID,
    role: Role,
    scope: Scope,
    scope_id: UUID | None,
    now: datetime,
) -> RoleGrant | None:
    """The grant by which a person holds this role over this now."""
    return session.scalar(
        select(RoleGrant)
        .where(
            col(RoleGrant.person_id) == person_id,
            col(RoleGrant.role) == role,
            col(RoleGrant.scope) == scope,
            col(RoleGrant.scope_id).is_not_distinct_from(scope_id),
            grant_holds(now),
        )
        .order_by(col(RoleGrant.granted_at))
        .limit(1)
    )
