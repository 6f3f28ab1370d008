"""Reads of addresses, and of the links by which new ones are verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.people.models import AddressLink, EmailAddress, Person


def addresses_of(session: Session, person_id: UUID) -> Sequence[EmailAddress]:
    """Somebody's addresses, the primary one first."""
    return session.scalars(
        select(EmailAddress)
        .where(col(EmailAddress.person_id) == person_id)
        .order_by(col(EmailAddress.is_primary).desc(), col(EmailAddress.address))
    ).all()


def proven_addresses(session: Session, person_id: UUID) -> Sequence[str]:
    """Those of which it is known that somebody reads their mail."""
    proven = select(col(EmailAddress.address)).where(
        col(EmailAddress.person_id) == person_id, col(EmailAddress.verified_at).is_not(None)
    )
    return session.scalars(proven).all()


def holder_of(session: Session, address: str) -> EmailAddress | None:
    """The address as it is stored, whosever it is."""
    return session.scalar(select(EmailAddress).where(col(EmailAddress.address) == address))


@dataclass(frozen=True)
class OpenLink:
    """A link to verify an address, and whose it would become."""

    address_link: AddressLink
    person: Person


def link_by_token(session: Session, token_hash: str) -> OpenLink | None:
    """A mailed link by the hash of its token; locked, so that it is used once."""
    found = (
        select(AddressLink, Person)
        .join(Person, col(Person.id) == col(AddressLink.person_id))
        .where(col(AddressLink.token_hash) == token_hash)
        .with_for_update(of=AddressLink)
    )
    return next(iter(records(session.execute(found), OpenLink)), None)


def address_of(session: Session, person_id: UUID, address_id: UUID) -> EmailAddress | None:
    """One of somebody's addresses."""
    return session.scalar(
        select(EmailAddress).where(
            col(EmailAddress.id) == address_id, col(EmailAddress.person_id) == person_id
        )
    )
