"""Reads about people and their sign-in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.language.words import normalize_for_search
from app.people.models import EmailAddress, Institution, Person, RoleGrant, SignInToken


@dataclass(frozen=True)
class PersonAtPlace:
    """A person, and the institution they belong to."""

    person: Person
    institution: Institution


def grant_holds(now: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    """That a role grant was not revoked and has not run out. `now`: a moment or its parameter."""
    return and_(
        col(RoleGrant.revoked_at).is_(None),
        or_(col(RoleGrant.until).is_(None), col(RoleGrant.until) > now),
    )


def person_by_address(session: Session, address: str) -> Person | None:
    """The enabled person who signs in with this address, in any letter case.

    A second address counts once it is verified.
    """
    return session.scalar(
        select(Person)
        .join(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
        .where(
            col(EmailAddress.address) == address.strip().lower(),
            or_(col(EmailAddress.is_primary), col(EmailAddress.verified_at).is_not(None)),
            col(Person.disabled_at).is_(None),
        )
    )


def is_found(word: str) -> ColumnElement[bool]:
    """That a word occurs in a person's name, or in any of their addresses.

    Letter case and accents make no difference.
    """
    holds = normalize_for_search(word)
    addressed = select(col(EmailAddress.person_id)).where(
        col(EmailAddress.address).contains(holds, autoescape=True)
    )
    named = col(Person.search_name).contains(holds, autoescape=True)
    return or_(named, col(Person.id).in_(addressed))


def person_with_place(session: Session, person_id: UUID) -> PersonAtPlace | None:
    """A person by id, and the institution they belong to."""
    found = (
        select(Person, Institution)
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(Person.id) == person_id)
    )
    return next(iter(records(session.execute(found), PersonAtPlace)), None)


def people_by_id(session: Session, ids: Collection[UUID | None]) -> dict[UUID, Person]:
    """People, those whose record was merged into another's included; None is nobody."""
    found = select(Person).where(col(Person.id).in_([id_ for id_ in ids if id_]))
    return {person.id: person for person in session.scalars(found)}


def address_row(session: Session, address: str) -> EmailAddress | None:
    """An address, in any letter case."""
    own = col(EmailAddress.address) == address.strip().lower()
    return session.scalar(select(EmailAddress).where(own))


def sign_in_token(session: Session, token_hash: str) -> SignInToken | None:
    """A mailed link by the hash of its token; locked, so that it is consumed once."""
    return session.scalar(
        select(SignInToken).where(col(SignInToken.token_hash) == token_hash).with_for_update()
    )


def open_sign_ins(
    session: Session, browser_hash: str, now: datetime, *, most_wrong: int
) -> list[SignInToken]:
    """Of what was mailed to who asked in a browser, what can be used by its code; locked."""
    usable = (
        col(SignInToken.browser_hash) == browser_hash,
        col(SignInToken.consumed_at).is_(None),
        col(SignInToken.expires_at) > now,
        col(SignInToken.wrong_codes) < most_wrong,
    )
    asked = select(SignInToken).where(*usable).order_by(col(SignInToken.created_at).desc())
    return list(session.scalars(asked.with_for_update()))


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


def institutions(session: Session) -> Sequence[Institution]:
    """All partner institutions by name."""
    return session.scalars(select(Institution).order_by(col(Institution.short_name))).all()


@dataclass(frozen=True)
class PersonFound:
    """Somebody, as they are told apart from others of the same name."""

    person: Person
    institution: Institution


def people_called(session: Session, text: str) -> list[PersonFound]:
    """Who can sign in and has this address, or every one of these words in their name, by name."""
    with_institution = (
        select(Person, Institution)
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(Person.disabled_at).is_(None))
        .order_by(col(Person.search_name), col(Person.id))
    )
    if "@" in text:
        owner = select(col(EmailAddress.person_id)).where(
            col(EmailAddress.address) == text.strip().lower()
        )
        found = with_institution.where(col(Person.id).in_(owner))
        return records(session.execute(found), PersonFound)
    words = normalize_for_search(text.replace(",", " ")).split()
    everybody = records(session.execute(with_institution), PersonFound)
    return [found for found in everybody if words and _has_words(found.person, words)]


def _has_words(person: Person, words: Sequence[str]) -> bool:
    name = normalize_for_search(f"{person.given_name} {person.family_name}")
    return all(word in name for word in words)


def person(session: Session, person_id: UUID) -> Person | None:
    """Somebody who can sign in, by id."""
    found = session.get(Person, person_id)
    return found if found is not None and found.disabled_at is None else None
