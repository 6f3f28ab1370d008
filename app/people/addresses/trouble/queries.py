"""Reads of addresses to which mail does not get."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.models import AddressTrouble
from app.people.models import EmailAddress


def troubles(session: Session, address_ids: Collection[UUID]) -> dict[UUID, AddressTrouble]:
    """What is the matter with each of some addresses, where something is: one statement."""
    facts = select(AddressTrouble).where(col(AddressTrouble.address_id).in_(address_ids))
    ordered = facts.order_by(col(AddressTrouble.at), col(AddressTrouble.id))
    newest = {fact.address_id: fact for fact in session.scalars(ordered)}
    return {id_: fact for id_, fact in newest.items() if fact.kind is not Trouble.MENDED}


def people_not_reached(session: Session, person_ids: Collection[UUID]) -> set[UUID]:
    """To the primary address of which people mail does not get: one statement."""
    facts = (
        select(col(EmailAddress.person_id), col(AddressTrouble.kind))
        .join(EmailAddress, col(EmailAddress.id) == col(AddressTrouble.address_id))
        .where(col(EmailAddress.person_id).in_(person_ids), col(EmailAddress.is_primary))
        .order_by(col(AddressTrouble.at), col(AddressTrouble.id))
    )
    newest = {row.person_id: row.kind for row in session.execute(facts)}
    return {person for person, kind in newest.items() if kind is not Trouble.MENDED}


def trouble_at(session: Session, address: str) -> AddressTrouble | None:
    """The same of one address, as it is written; None also where it is nobody's."""
    newest = (
        select(AddressTrouble)
        .join(EmailAddress, col(EmailAddress.id) == col(AddressTrouble.address_id))
        .where(col(EmailAddress.address) == address.lower())
        .order_by(col(AddressTrouble.at).desc(), col(AddressTrouble.id).desc())
        .limit(1)
    )
    found = session.scalar(newest)
    return found if found is not None and found.kind is not Trouble.MENDED else None


def returned(session: Session, message_ids: Collection[UUID]) -> set[UUID]:
    """Which mails came back or were unwanted, whatever became of the address: one statement."""
    facts = select(col(AddressTrouble.message_id)).where(
        col(AddressTrouble.message_id).in_(message_ids),
        col(AddressTrouble.kind).in_((Trouble.BOUNCED, Trouble.COMPLAINED)),
    )
    return {id_ for id_ in session.scalars(facts) if id_ is not None}


def is_noted(session: Session, address_id: UUID, kind: Trouble, message_id: UUID | None) -> bool:
    """Whether the same was found already of the same mail: reports arrive twice."""
    same = select(col(AddressTrouble.id)).where(
        col(AddressTrouble.address_id) == address_id,
        col(AddressTrouble.kind) == kind,
        col(AddressTrouble.message_id) == message_id,
    )
    return session.scalar(same.limit(1)) is not None
