"""Reads about people and their sign-in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.people.models import EmailAddress, Institution, Person, RoleGrant, SignInToken


def grant_holds(now: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    """That a role grant was not revoked and has not run out. `now`: a moment or its parameter."""
    return and_(
        col(RoleGrant.revoked_at).is_(None),
        or_(col(RoleGrant.until).is_(None), col(RoleGrant.until) > now),
    )


def person_by_address(session: Session, address: str) -> Person | None:
    """The enabled person who signs in with this address, in any letter case."""
    return session.scalar(
        select(Person)
        .join(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
        .where(
            col(EmailAddress.address) == address.strip().lower(), col(Person.disabled_at).is_(None)
        )
    )


def sign_in_token(session: Session, token_hash: str) -> SignInToken | None:
    """A mailed link by the hash of its token; locked, so that it is consumed once."""
    return session.scalar(
        select(SignInToken).where(col(SignInToken.token_hash) == token_hash).with_for_update()
    )


def holds_any_role(session: Session, person_id: UUID, now: datetime) -> bool:
    """Whether a person is staff of any kind at this moment."""
    holds = exists().where(col(RoleGrant.person_id) == person_id, grant_holds(now))
    return bool(session.scalar(select(holds)))


@dataclass(frozen=True)
class Profile:
    """A person with institution and primary address."""

    person: Person
    institution: Institution
    address: str


def profile(session: Session, person_id: UUID) -> Profile:
    """A person as they see themselves."""
    found = (
        select(Person, Institution, col(EmailAddress.address))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .join(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
        .where(col(Person.id) == person_id, col(EmailAddress.is_primary))
    )
    (own,) = records(session.execute(found), Profile)
    return own


def institution_by_name(session: Session, name: str) -> Institution | None:
    """A partner institution by its full name."""
    return session.scalar(select(Institution).where(col(Institution.name) == name))
