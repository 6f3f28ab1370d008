"""Makes the demo's institutions and people."""

from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.demo import names
from app.people.models import EmailAddress, Institution, Person, Profession, RoleGrant, Scope
from app.policy.table import Role

CAST = {
    "ada": ("Ada", "Alvarado", "MD", Profession.PHYSICIAN, "Pacific Crest"),
    "ben": ("Ben", "Begay", "MD, MPH", Profession.PHYSICIAN, "Sonoran"),
    "fay": ("Fay", "Fontaine", "MD", Profession.PHYSICIAN, "High Desert"),
    "cora": ("Cora", "Chavez", "MEd", Profession.OTHER, "High Desert"),
    "lee": ("Lee", "Lindqvist", "MD", Profession.PHYSICIAN, "Pacific Crest"),
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
    """Ada, Ben, Fay, Cora, Lee and Abe."""
    made = {}
    for persona, (given, family, degrees, profession, short) in CAST.items():
        person = Person(
            given_name=given,
            family_name=family,
            certificate_name=f"{given} {family}",
            degrees=degrees,
            profession=profession,
            profession_verified_at=now,
            institution_id=institutions[short].id,
            department="Faculty Affairs" if persona in {"cora", "abe"} else "Internal Medicine",
            rank="" if persona in {"cora", "abe"} else "Associate Professor",
            zone=institutions[short].zone,
            created_at=now,
        )
        made[persona] = _with_address(session, person, f"{persona}@example.org")
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
    for number, (given, family) in enumerate(names.full_names(random, count)):
        place = places[number % len(places)]
        degrees, profession = names.degree(random)
        person = Person(
            given_name=given,
            family_name=family,
            certificate_name=f"{given} {family}",
            degrees=degrees,
            profession=profession,
            profession_verified_at=now,
            institution_id=place.id,
            department=random.choice(names.DEPARTMENTS),
            rank=random.choice(names.RANKS),
            track=random.choice(names.TRACKS),
            zone=place.zone,
            created_at=now,
        )
        made.append(_with_address(session, person, f"{prefix}{number + 1:02}@example.org"))
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


def _with_address(session: Session, person: Person, address: str) -> Person:
    session.add(person)
    session.flush()
    session.add(EmailAddress(person_id=person.id, address=address, verified_at=person.created_at))
    return person
