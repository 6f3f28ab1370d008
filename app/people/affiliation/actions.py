"""Where somebody belongs and what they are, as somebody who knows them says."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.errors import RefusedError, require
from app.people.affiliation.rules import NOBODY_TICKED, SAYS_ANOTHER, Affiliation, SeenProfession
from app.people.grants.queries import lock_person
from app.people.models import Institution, Person
from app.people.rules import why_not_deal_with


def affiliation_of(person: Person) -> Affiliation:
    """As it is written down of somebody."""
    verified = person.profession_verified_at is not None
    return Affiliation(person.institution_id, person.profession, verified)


def change_affiliation(
    session: Session, person: Person, wanted: Affiliation, *, by: UUID, now: datetime
) -> None:
    """Write it down anew; what was enrolled, claimed and certified before stays as it was.

    Raises `RefusedError` for oneself.
    """
    require(why_not_deal_with([person.id], by=by))
    lock_person(session, person.id)
    session.refresh(person)
    before = affiliation_of(person)
    if wanted == before:
        return
    institution = session.get_one(Institution, wanted.institution_id)
    person.institution_id, person.profession = institution.id, wanted.profession
    if not wanted.is_verified:
        person.profession_verified_at = None
    elif wanted.profession is not before.profession or not before.is_verified:
        person.profession_verified_at = now
    session.flush()
    facts = {"before": _facts(before), "after": _facts(wanted)}
    audit.record(session, "person.changed", "person", person.id, by=by, now=now, facts=facts)


def verify_professions(
    session: Session, seen: Collection[SeenProfession], *, by: UUID, now: datetime
) -> None:
    """Write down that these professions are known to be theirs: an act for each person.

    Raises `RefusedError` if nobody is chosen, for oneself, and if somebody is something else by
    now than was looked at; whoever calls it takes back what was done before.
    """
    require(None if seen else NOBODY_TICKED)
    for own in sorted(seen, key=lambda each: each.person_id):  # two at once wait for each other
        _verify(session, session.get_one(Person, own.person_id), own, by=by, now=now)


def _verify(
    session: Session, person: Person, seen: SeenProfession, *, by: UUID, now: datetime
) -> None:
    lock_person(session, person.id)
    session.refresh(person)
    known = affiliation_of(person)
    if known.profession is not seen.profession:
        raise RefusedError(SAYS_ANOTHER(name=person.display_name))
    change_affiliation(session, person, replace(known, is_verified=True), by=by, now=now)


def _facts(said: Affiliation) -> dict[str, str | bool]:
    return {
        "institution": str(said.institution_id),
        "profession": said.profession.value,
        "verified": said.is_verified,
    }
