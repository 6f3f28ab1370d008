"""Reads of records that may be of one person."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.merging.rules import spelling
from app.people.models import EmailAddress, Institution, Person
from app.people.queries import PersonAtPlace


def suspects(session: Session, person: Person, among: ColumnElement[bool]) -> list[PersonAtPlace]:
    """Whose record may be a second one of this person, in two statements.

    They have the same name and institution, or an address of theirs is one of this person's in
    another spelling. `among`: only these people.
    """
    own = session.scalars(
        select(col(EmailAddress.address)).where(col(EmailAddress.person_id) == person.id)
    ).all()
    namesake = and_(
        col(Person.search_name) == person.search_name,
        col(Person.institution_id) == person.institution_id,
    )
    alike = select(col(EmailAddress.person_id)).where(
        or_(*(col(EmailAddress.address).like(_alike(address), escape="\\") for address in own))
    )
    found = (
        select(Person, Institution, col(EmailAddress.address), namesake.label("is_namesake"))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .outerjoin(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
        .where(
            col(Person.id) != person.id,
            col(Person.merged_into_id).is_(None),
            or_(namesake, col(Person.id).in_(alike)),
            among,
        )
        .order_by(col(Person.search_name), col(Person.id))
    )
    spellings = {spelling(address) for address in own}
    kept: dict[UUID, PersonAtPlace] = {}
    for row in session.execute(found):
        if row.is_namesake or (row.address and spelling(row.address) in spellings):
            kept[row.Person.id] = PersonAtPlace(row.Person, row.Institution)
    return list(kept.values())


def _alike(address: str) -> str:
    """A pattern that every other spelling fits: the first letter, and what follows the at sign."""
    name, _, domain = address.rpartition("@")
    escaped = domain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{name[:1].replace('%', '')}%@{escaped}"
