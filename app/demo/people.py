"""Institutions, their people, and who administers.

The cast of the tests is made with this too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.demo import names
from app.people.directory.actions import NewPerson, add_institution, add_person
from app.people.enums import Profession, Scope
from app.people.grants.actions import grant_role
from app.people.models import Institution, Person
from app.policy.table import Role

ADMINISTRATOR = "abe"


@dataclass(frozen=True)
class Persona:
    """Somebody of a cast, and the short name of where they belong."""

    new: NewPerson
    site: str


def persona(
    name: tuple[str, str],
    degree: tuple[str, Profession],
    site: str,
    *,
    department: str = "",
    rank: str = "",
    track: str = "",
    address: str = "",
) -> Persona:
    """Somebody who is verified, by given and family name; `address`: else by the given one."""
    new = NewPerson(
        *name,
        address or f"{name[0].lower()}@example.org",
        degree[1],
        degrees=degree[0],
        department=department,
        rank=rank,
        track=track,
        is_address_verified=True,
        is_profession_verified=True,
    )
    return Persona(new, site)


FACULTY = {"department": "Internal Medicine", "rank": "Associate Professor"}
OFFICE = {"department": "Faculty Affairs"}
PHYSICIAN, OTHER = Profession.PHYSICIAN, Profession.OTHER
CAST: Mapping[str, Persona] = {
    "ada": persona(("Ada", "Alvarado"), ("MD", PHYSICIAN), "Pacific Crest", **FACULTY),
    "ben": persona(("Ben", "Begay"), ("MD, MPH", PHYSICIAN), "Sonoran", **FACULTY),
    "fay": persona(("Fay", "Fontaine"), ("MD", PHYSICIAN), "High Desert", **FACULTY),
    "cora": persona(("Cora", "Chavez"), ("MEd", OTHER), "High Desert", **OFFICE),
    "lee": persona(("Lee", "Lindqvist"), ("MD", PHYSICIAN), "Pacific Crest", **FACULTY),
    "mo": persona(("Mo", "Martinez"), ("DO", PHYSICIAN), "Prairie Rose", **FACULTY),
    "opal": persona(("Opal", "Ortega"), ("MEd", OTHER), "High Desert", **OFFICE),
    "abe": persona(("Abe", "Aragon"), ("", OTHER), "High Desert", **OFFICE),
}


def make_cast(
    session: Session,
    sites: Sequence[tuple[str, str, str]],
    cast: Mapping[str, Persona],
    *,
    now: datetime,
) -> tuple[dict[str, Institution], dict[str, Person]]:
    """Institutions by short name, and people by persona; `sites`: names, short names, zones.

    The administrator is made from outside, with the first institution, and adds all others.
    """
    institutions = {sites[0][1]: _add_site(session, sites[0], by=None, now=now)}
    abe = _add(session, cast[ADMINISTRATOR], institutions, by=None, now=now)
    grant_role(session, abe.id, Role.ADMINISTRATOR, Scope.INSTALLATION, None, by=None, now=now)
    for site in sites[1:]:
        institutions[site[1]] = _add_site(session, site, by=abe.id, now=now)
    others = {key: somebody for key, somebody in cast.items() if key != ADMINISTRATOR}
    people = {
        key: _add(session, somebody, institutions, by=abe.id, now=now)
        for key, somebody in others.items()
    }
    return institutions, {ADMINISTRATOR: abe} | people


def make_faculty(
    session: Session,
    institutions: Mapping[str, Institution],
    random: Random,
    count: int,
    *,
    prefix: str,
    by: UUID,
    now: datetime,
) -> list[Person]:
    """Invented faculty, spread over all institutions."""
    sites = list(institutions)
    faculty = [
        persona(
            name,
            names.degree(random),
            sites[number % len(sites)],
            department=random.choice(names.DEPARTMENTS),
            rank=random.choice(names.RANKS),
            track=random.choice(names.TRACKS),
            address=f"{prefix}{number + 1:02}@example.org",
        )
        for number, name in enumerate(names.full_names(random, count))
    ]
    return [_add(session, somebody, institutions, by=by, now=now) for somebody in faculty]


def _add_site(
    session: Session, site: tuple[str, str, str], *, by: UUID | None, now: datetime
) -> Institution:
    name, short_name, zone = site
    return add_institution(session, name, short_name=short_name, zone=zone, by=by, now=now)


def _add(
    session: Session,
    somebody: Persona,
    institutions: Mapping[str, Institution],
    *,
    by: UUID | None,
    now: datetime,
) -> Person:
    return add_person(session, somebody.new, institutions[somebody.site], by=by, now=now)
