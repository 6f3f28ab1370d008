"""Reads of the roles that people hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.core.db import records
from app.people.enums import Scope
from app.people.models import Institution, Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


@dataclass(frozen=True)
class GrantRow:
    """A role that somebody was given, with who they are, who gave it and who took it back."""

    role_grant: RoleGrant
    person: Person
    institution: Institution
    giver: Person | None
    revoker: Person | None

    def holds(self, now: datetime) -> bool:
        """Whether it holds at this moment; as `grant_holds` says in SQL."""
        grant = self.role_grant
        return grant.revoked_at is None and (grant.until is None or grant.until > now)


_GIVER = aliased(Person, name="giver")
_REVOKER = aliased(Person, name="revoker")


def _rows() -> Select[RoleGrant, Person, Institution, Person, Person]:
    return (
        select(RoleGrant, Person, Institution, _GIVER, _REVOKER)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .outerjoin(_GIVER, col(_GIVER.id) == col(RoleGrant.granted_by))
        .outerjoin(_REVOKER, col(_REVOKER.id) == col(RoleGrant.revoked_by))
        .order_by(col(RoleGrant.granted_at).desc(), col(RoleGrant.id))
    )


def grants(session: Session) -> list[GrantRow]:
    """Every role that was ever given, the newest first: one statement."""
    return records(session.execute(_rows()), GrantRow)


def grants_of(session: Session, person_id: UUID) -> list[GrantRow]:
    """Every role that a person was ever given, the newest first."""
    own = _rows().where(col(RoleGrant.person_id) == person_id)
    return records(session.execute(own), GrantRow)


def grant(session: Session, grant_id: UUID) -> GrantRow | None:
    """One, by its id."""
    found = records(session.execute(_rows().where(col(RoleGrant.id) == grant_id)), GrantRow)
    return found[0] if found else None


def lock_person(session: Session, person_id: UUID) -> None:
    """Lock a person until commit, so that grants to them come one after the other."""
    session.execute(
        select(col(Person.id)).where(col(Person.id) == person_id).with_for_update(key_share=True)
    )


def lock_lasting_administrators(session: Session, now: datetime) -> Sequence[UUID]:
    """Who administers without an end and can sign in; locked, so that they go one after the other.

    Whoever waits for the lock finds out here who is left.
    """
    return session.scalars(
        select(col(RoleGrant.person_id))
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            col(RoleGrant.role) == Role.ADMINISTRATOR,
            col(RoleGrant.until).is_(None),
            col(Person.disabled_at).is_(None),
            grant_holds(now),
        )
        .order_by(col(RoleGrant.id))
        .with_for_update(of=RoleGrant)
    ).all()


def lock_grant(session: Session, grant_id: UUID) -> RoleGrant:
    """One grant, locked until commit, as it stands after the wait."""
    return session.scalars(
        select(RoleGrant)
        .where(col(RoleGrant.id) == grant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def live_grant(
    session: Session,
    person_id: UUID,
    role: Role,
    scope: Scope,
    scope_id: UUID | None,
    now: datetime,
) -> RoleGrant | None:
    """The grant by which a person holds this role over this now."""
    over = and_(col(RoleGrant.scope) == scope, _is_over(scope_id))
    return session.scalar(
        select(RoleGrant)
        .where(col(RoleGrant.person_id) == person_id, col(RoleGrant.role) == role)
        .where(over, grant_holds(now))
        .order_by(col(RoleGrant.granted_at))
        .limit(1)
    )


def _is_over(scope_id: UUID | None) -> ColumnElement[bool]:
    """None: over the installation, which has no id."""
    return col(RoleGrant.scope_id).is_not_distinct_from(scope_id)
