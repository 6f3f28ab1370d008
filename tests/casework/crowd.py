"""Many invented people in one cohort."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment
from app.people.enums import Profession
from app.people.models import Institution, Person
from tests.cast import NOW, enrolled

FAMILIES = ("Abara", "Begay", "Dominguez", "Eriksen", "Fuentes", "Hosseini", "Ito", "Jaramillo")
GIVEN = ("Chidi", "Lena", "Mia", "Rafael", "Tove", "Ana", "Tomás", "Noor", "Kenji", "Lucía", "Wen")


def enroll_crowd(session: Session, cohort: Cohort, size: int) -> list[Enrollment]:
    """Enroll people until the cohort has `size`; all of them, the cast included."""
    there = list(session.scalars(select(Enrollment).where(col(Enrollment.cohort_id) == cohort.id)))
    sites = list(session.scalars(select(Institution)))
    people = [_person(n, sites[n % len(sites)]) for n in range(size - len(there))]
    session.add_all(people)
    session.flush()
    places, events = (
        zip(
            *(enrolled(person, cohort, at=NOW - timedelta(days=90)) for person in people),
            strict=True,
        )
        if people
        else ((), ())
    )
    for rows in (places, events):
        session.add_all(rows)
        session.flush()
    return [*there, *places]


def _person(n: int, site: Institution) -> Person:
    return Person(
        given_name=GIVEN[n % len(GIVEN)],
        family_name=FAMILIES[n % len(FAMILIES)],
        certificate_name=f"Person {n}",
        profession=Profession.OTHER,
        institution_id=site.id,
        zone="America/Denver",
        created_at=NOW - timedelta(days=400),
    )
