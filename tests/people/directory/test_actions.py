from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.people.directory.actions import NewPerson, add_institution, add_person
from app.people.directory.rules import ADDRESS_KNOWN, INSTITUTION_KNOWN
from app.people.enums import Profession
from app.people.models import EmailAddress, Institution, Person
from app.people.queries import person_by_address
from tests.cast import Cast
from tests.refusals import refuses

KIM = NewPerson("Kim", "Kahananui", " Kim@Example.org ", Profession.NURSE, degrees="RN")


def add(session: Session, cast: Cast, new: NewPerson, now: datetime) -> Person:
    sonoran = session.get_one(Institution, cast.person("ben").institution_id)
    return add_person(session, new, sonoran, by=cast.id("cora"), now=now)


def line_of(session: Session, thing: Person | Institution) -> AuditLine:
    """The only line about a thing."""
    return session.scalars(select(AuditLine).where(col(AuditLine.object_id) == str(thing.id))).one()


def test_institution_is_added_with_its_line(session: Session, cast: Cast, now: datetime) -> None:
    abe = cast.id("abe")
    institution = add_institution(
        session, "Windward School", short_name="Windward", zone="Pacific/Honolulu", by=abe, now=now
    )
    line = line_of(session, institution)
    assert (line.act, line.actor_id, line.at) == ("institution.added", abe, now)
    assert line.facts == {"name": "Windward School", "zone": "Pacific/Honolulu"}


def test_institution_of_a_known_name_is_a_conflict(
    session: Session, cast: Cast, now: datetime
) -> None:
    known = session.get_one(Institution, cast.person("ben").institution_id)
    with refuses(INSTITUTION_KNOWN, ConflictError):
        add_institution(
            session, known.name, short_name="Other", zone="America/Denver", by=None, now=now
        )
    session.rollback()


def test_person_is_found_by_the_address_and_has_a_line(
    session: Session, cast: Cast, now: datetime
) -> None:
    kim = add(session, cast, KIM, now)
    assert person_by_address(session, "kim@example.org") == kim
    assert (kim.certificate_name, kim.zone) == ("Kim Kahananui", "America/Phoenix")
    line = line_of(session, kim)
    assert (line.act, line.actor_id, line.at) == ("person.added", cast.id("cora"), now)
    assert "example.org" not in str(line.facts), "addresses stay out of the trail"


@pytest.mark.parametrize("verified", [True, False])
def test_what_is_not_known_to_be_true_is_not_verified(
    session: Session, cast: Cast, now: datetime, verified: bool
) -> None:
    new = NewPerson(
        "Kim",
        "Kahananui",
        "kim@example.org",
        Profession.PHYSICIAN,
        is_address_verified=verified,
        is_profession_verified=verified,
    )
    kim = add(session, cast, new, now)
    address = session.scalars(
        select(EmailAddress).where(col(EmailAddress.person_id) == kim.id)
    ).one()
    expected = now if verified else None
    assert (kim.profession_verified_at, address.verified_at) == (expected, expected)


def test_known_address_in_other_letters_is_a_conflict(
    session: Session, cast: Cast, now: datetime
) -> None:
    with refuses(ADDRESS_KNOWN, ConflictError):
        add(session, cast, NewPerson("Ada", "Other", "ADA@example.org", Profession.NURSE), now)
    session.rollback()
