"""Adding institutions and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require
from app.people.directory import rules
from app.people.enums import Profession
from app.people.models import EmailAddress, Institution, Person
from app.printing.letters import why_not_print


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody who is added."""

    given_name: str
    family_name: str
    address: str
    """Their primary address, in any letter case."""
    profession: Profession
    degrees: str = ""
    department: str = ""
    rank: str = ""
    track: str = ""
    zone: str = ""
    """IANA time zone; empty: their institution's."""
    is_address_verified: bool = False
    """Whether it is known that they read what is sent there."""
    is_profession_verified: bool = False
    says_so_themselves: bool = False
    """Whether all of this is their own word: then nobody has given them their degrees yet."""


def add_institution(
    session: Session,
    name: str,
    *,
    short_name: str,
    zone: str,
    region: str = "",
    by: UUID | None,
    now: datetime,
) -> Institution:
    """Add a partner institution; `zone` is its IANA time zone, `region` its state or country.

    Raises `ConflictError` if there is one of this name.
    """
    institution = Institution(name=name, short_name=short_name, zone=zone, region=region)
    session.add(institution)
    flush_unique(session, Institution, "name", rules.INSTITUTION_KNOWN)
    audit.record(
        session,
        "institution.added",
        "institution",
        institution.id,
        by=by,
        now=now,
        facts={"name": name, "zone": zone},
    )
    return institution


def add_person(
    session: Session, new: NewPerson, institution: Institution, *, by: UUID | None, now: datetime
) -> Person:
    """Add somebody who is not in the installation yet, with one address.

    Raises `ConflictError` if the address belongs to somebody.
    """
    (person,) = add_people(session, [(new, institution)], by=by, now=now)
    return person


def add_people(
    session: Session,
    newcomers: Iterable[tuple[NewPerson, Institution]],
    *,
    by: UUID | None,
    now: datetime,
) -> list[Person]:
    """Add people who are not in the installation yet, each with one address.

    Raises:
        ConflictError: An address belongs to somebody.
        RefusedError: A name cannot be printed.
    """
    people: list[Person] = []
    addresses: list[EmailAddress] = []
    for new, institution in newcomers:
        person = _person(new, institution, now)
        require(why_not_print(f"{person.certificate_name} {person.degrees}"))
        people.append(person)
        verified_at = now if new.is_address_verified else None
        address = new.address.strip().lower()
        addresses.append(
            EmailAddress(person_id=person.id, address=address, verified_at=verified_at)
        )
    session.add_all(people)
    session.flush()  # the addresses refer to them
    session.add_all(addresses)
    flush_unique(session, EmailAddress, "address", rules.ADDRESS_KNOWN)
    acts = [
        audit.Act(
            "person.added",
            "person",
            person.id,
            {"institution": str(person.institution_id), "profession": person.profession.value},
        )
        for person in people
    ]
    audit.record_all(session, acts, by=by, now=now)
    return people


def _person(new: NewPerson, institution: Institution, now: datetime) -> Person:
    return Person(
        given_name=new.given_name,
        family_name=new.family_name,
        certificate_name=f"{new.given_name} {new.family_name}".strip(),
        degrees=new.degrees,
        entered_degrees="" if new.says_so_themselves else new.degrees,
        profession=new.profession,
        profession_verified_at=now if new.is_profession_verified else None,
        institution_id=institution.id,
        department=new.department,
        rank=new.rank,
        track=new.track,
        zone=new.zone or institution.zone,
        created_at=now,
    )
