"""Many invented people in one cohort."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment
from app.people.enums import Profession
from app.people.models import Institution, Person
from tests.cast import NOW, add_enrollment

FAMILIES = ("Abara", "Begay", "Dominguez", "Eriksen", "Fuentes", "Hosseini", "Ito", "Jaramillo")
GIVEN = ("Chidi", "Lena", "Mia", "Rafael", "Tove", "Ana", "Tomás", "Noor", "Kenji", "Lucía", "Wen")


def enroll_crowd(session: Session, cohort: Cohort, size: int) -> list[Enrollment]:
    """Enroll people until the cohort has `size`; all of them, the cast included."""
    there = list(session.scalars(select(Enrollment).where(col(Enrollment.cohort_id) == cohort.id)))
    sites = list(session.scalars(select(Institution)))
    for n in range(size - len(there)):
        person = Person(
            given_name=GIVEN[n % len(GIVEN)],
            family_name=FAMILIES[n % len(FAMILIES)],
            certificate_name=f"Person {n}",
            profession=Profession.OTHER,
            institution_id=sites[n % len(sites)].id,
            zone="America/Denver",
            created_at=NOW - timedelta(days=400),
        )
        session.add(person)
        session.flush()
        there.append(add_enrollment(session, person, cohort, at=NOW - timedelta(days=90)))
    session.flush()
    return there
