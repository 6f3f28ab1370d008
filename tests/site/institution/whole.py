"""People of institutions in a cohort, and what a lead's pages say of the whole of it."""

import re
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll
from app.credit.tallies.actions import take_snapshots
from app.people.enums import Profession
from app.people.models import Institution
from tests.cast import NOW, Cast, make_completer, make_person

OWN, OTHER = "High Desert", "Sonoran"
PAGE, REPORT = "/institution?cohort=spring-2026", "/institution/report?cohort=spring-2026"
SAID = {
    "people": r"At least ([\d,]+) people are in it, yours included\. As of (\w+, \w+ \d+)",
    "complete": r"At least ([\d,]+) have completed it\. As of (\w+, \w+ \d+)",
}


class Number(NamedTuple):
    """A number that was told, and of which day."""

    number: int
    as_of: str


def said(text: str) -> dict[str, Number]:
    """The numbers of a page."""
    found = {of: re.search(words, text) for of, words in SAID.items()}
    return {of: Number(int(m[1]), m[2]) for of, m in found.items() if m}


def institution(session: Session, short_name: str) -> Institution:
    return session.scalars(
        select(Institution).where(col(Institution.short_name) == short_name)
    ).one()


def add_people(
    session: Session, cast: Cast, short_name: str, count: int, *, slug: str, complete: int = 0
) -> None:
    """People with family names `Own1`, `Other1` …, enrolled in a cohort; the first complete it."""
    cohort = cast.cohort(slug)
    home = institution(session, short_name)
    family = {OWN: "Own", OTHER: "Other"}[short_name]
    for n in range(1, count + 1):
        person = make_person(
            session,
            f"{family}{n}{slug}".lower(),
            "Pat",
            f"{family}{n}",
            "MD",
            Profession.PHYSICIAN,
            institution=home,
        )
        enroll(session, cohort, person.id, by=None, now=NOW - timedelta(days=300))
        session.flush()
        if n <= complete:
            make_completer(session, person, cohort)
    session.commit()


def count(session: Session) -> None:
    """What the worker does once a day."""
    take_snapshots(session, now=NOW)
    session.commit()
