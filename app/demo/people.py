"""Makes the demo's institutions and people."""

from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.demo import names
from app.people.enums import Profession, Scope
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.policy.table import Role

CAST = {
    "ada": ("Ada", "Alvarado", "MD", Profession.PHYSICIAN, "Pacific Crest"),
    "ben": ("Ben", "Begay", "MD, MPH", Profession.PHYSICIAN, "Sonoran"),
    "fay": ("Fay", "Fontaine", "MD", Profession.PHYSICIAN, "High Desert"),
    "cora": ("Cora", "Chavez", "MEd", Profession.OTHER, "High Desert"),
    "lee": ("Lee", "Lindqvist", "MD", Profession.PHYSICIAN, "Pacific Crest"),
    "mo": ("Mo", "Martinez", "DO", Profession.PHYSICIAN, "Prairie Rose"),
    "abe": ("Abe", "Aragon", "", Profession.OTHER, "High Desert"),
}


def make_institutions(session: Session) -> dict[str, Institution]:
    """The thirteen partners, by short name."""
    made = {
        short: Institution(name=name, short_name=short, zone=zone)
        for name, short, zone in names.INSTITUTIONS
    }
    session.add_all(made.values())
    session.flush()
    return made


def make_cast(
    session: Session, institutions: dict[str, Institution], *, now: datetime
) -> dict[str, Person]:
    """Ada, Ben, Fay, Cora, Lee, Mo and Abe."""
    made = {}
    for persona, (given, family, degrees, profession, short) in CAST.items():
        office = persona in {"cora", "abe"}
        made[persona] = _make_person(
            session,
            (given, family),
            (degrees, profession),
            institutions[short],
            f"{persona}@example.org",
            department="Faculty Affairs" if office else "Internal Medicine",
            rank="" if office else "Associate Professor",
            now=now,
        )
    return made


def make_faculty(
    session: Session,
    institutions: dict[str, Institution],
    random: Random,
    count: int,
    *,
    prefix: str,
    now: datetime,
) -> list[Person]:
    """Invented faculty, spread over all institutions."""
    places = list(institutions.values())
    made = []
    for number, name in enumerate(names.full_names(random, count)):
        person = _make_person(
            session,
            name,
            names.degree(random),
            places[number % len(places)],
            f"{prefix}{number + 1:02}@example.org",
            department=random.choice(names.DEPARTMENTS),
            rank=random.choice(names.RANKS),
            track=random.choice(names.TRACKS),
            now=now,
        )
        made.append(person)
    return made


def grant(
    session: Session,
    person: Person,
    role: Role,
    scope: Scope,
    scope_id: UUID | None,
    *,
    now: datetime,
) -> None:
    """Give a demo person a role."""
    session.add(
        RoleGrant(person_id=person.id, role=role, scope=scope, scope_id=scope_id, granted_at=now)
    )


def _make_person(
    session: Session,
    name: tuple[str, str],
    degree: tuple[str, Profession],
    institution: Institution,
    address: str,
    *,
    department: str,
    rank: str,
    track: str = "",
    now: datetime,
) -> Person:
    person = Person(
        given_name=name[0],
        family_name=name[1],
        certificate_name=" ".join(name),
        degrees=degree[0],
        profession=degree[1],
        profession_verified_at=now,
        institution_id=institution.id,
        department=department,
        rank=rank,
        track=track,
        zone=institution.zone,
        created_at=now,
    )
    session.add(person)
    session.flush()
    session.add(EmailAddress(person_id=person.id, address=address, verified_at=now))
    return person
