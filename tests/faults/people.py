"""The cast, and enough people for races and long jobs."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll
from app.cohorts.enums import WayIn
from app.cohorts.models import Enrollment
from app.demo import work
from app.people.enums import Profession
from app.people.models import EmailAddress, Person
from tests.cast import NOW, Cast, make_cast, make_completer, make_person
from tests.whole_demo import put_readers

UNIT = 2


class Crowd(NamedTuple):
    """How many there are besides the cast."""

    completers: int
    """Of spring-2026: each is due a certificate of completion."""
    learners: int
    """Of fall-2026: each has done everything in unit 2 but sign it."""
    newcomers: int
    """Who want a seat."""


MANY, SOME = Crowd(12, 12, 100), Crowd(0, 4, 20)


def make(session: Session, crowd: Crowd = MANY) -> None:
    """Fill a migrated, empty database."""
    make_cast(session)
    cast = Cast(session)
    cast.fall.way_in = WayIn.OPEN
    home = cast.institution("High Desert")
    for number in range(sum(crowd)):
        kind, own = _kind(number, crowd)
        names = f"{kind}{own}", kind.title(), f"Of{number}", "MD"
        person = make_person(session, *names, Profession.PHYSICIAN, institution=home)
        _let_work(session, cast, kind, person)
    put_readers(session)


def make_completers(session: Session, total: int) -> None:
    """Bring those of spring-2026 up to so many."""
    cast = Cast(session)
    cast.spring.capacity = max(cast.spring.capacity, total + 10)
    home, there = cast.institution("High Desert"), len(everybody(session, "completer"))
    for number in range(there, total):
        names = f"completer{number}", "Completer", f"Of{number}", "MD"
        person = make_person(session, *names, Profession.PHYSICIAN, institution=home)
        _let_work(session, cast, "completer", person)


def _let_work(session: Session, cast: Cast, kind: str, person: Person) -> None:
    added = NOW - timedelta(days=300)
    if kind == "completer":
        enroll(session, cast.spring, person.id, by=None, now=added)
        make_completer(session, person, cast.spring)
    elif kind == "learner":
        enroll(session, cast.fall, person.id, by=None, now=added)
        own = select(Enrollment).where(col(Enrollment.person_id) == person.id)
        _prepare(session, cast, session.scalars(own).one())


def _kind(number: int, crowd: Crowd) -> tuple[str, int]:
    for kind, count in (("completer", crowd.completers), ("learner", crowd.learners)):
        if number < count:
            return kind, number
        number -= count
    return "newcomer", number


def _prepare(session: Session, cast: Cast, place: Enrollment) -> None:
    """Everything in the open unit but the signature."""
    unit, learner = cast.unit("fall-2026", UNIT), work.learner_in(session, place)
    readings = work.required_readings(work.module_of(session, unit))
    work.do_unit(session, learner, unit, work.UnitWork(readings, "I thought about it."), now=NOW)


def everybody(session: Session, kind: str) -> list[Person]:
    """All who are called so, in their order."""
    named = col(EmailAddress.address).like(f"{kind}%@example.org")
    found = session.scalars(select(Person).join(EmailAddress).where(named))
    return sorted(found, key=lambda person: int(person.family_name.removeprefix("Of")))
