"""Reads whose profession nobody has verified though their credit follows from it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.intake.applying.queries import NamedByFile, named_by_files
from app.cohorts.models import Enrollment
from app.core.db import records
from app.core.models import AuditLine
from app.credit.formats.rules import last_moment
from app.credit.models import ClaimExtension
from app.credit.queries import EXTENSION_HOLDS, activities_in
from app.credit.systems.rules import is_to_verify
from app.people.models import Person
from app.people.newcomers.queries import links_used


@dataclass(frozen=True)
class Said:
    """Who said what somebody's profession is."""

    at: datetime
    by: Person | None = None
    """Empty where they themselves did, or a file, or whoever set the installation up."""
    by_file: NamedByFile | None = None
    """The list of people that named them."""
    is_own_word: bool = False


@dataclass(frozen=True)
class Unverified:
    """Somebody whose profession is to be verified."""

    person: Person
    said: Said


def unverified_in(
    session: Session, cohort_ids: Collection[UUID], *, by: UUID, now: datetime
) -> dict[UUID, list[UUID]]:
    """People by cohort: two statements for any number of cohorts.

    `by`: who would verify them, and does not verify themselves. Nobody who can no longer claim:
    nothing follows from it for them.
    """
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    activities = activities_in(session, cohort_ids)
    theirs = and_(col(ClaimExtension.enrollment_id) == col(Enrollment.id), EXTENSION_HOLDS)
    rows = session.execute(
        select(
            col(Enrollment.cohort_id),
            col(Person.id),
            col(Person.profession),
            col(ClaimExtension.until),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .outerjoin(ClaimExtension, theirs)
        .where(
            col(Enrollment.cohort_id).in_(cohort_ids),
            is_enrolled(),
            col(Person.profession_verified_at).is_(None),
            col(Person.id) != by,
        )
    )
    for cohort_id, person_id, profession, extended in rows:
        approved = activities.get(cohort_id)
        if approved is None or last_moment(approved.activity, extended) <= now:
            continue
        if is_to_verify(profession, approved.designated):
            found[cohort_id].append(person_id)
    return found


def whom_to_verify(
    session: Session, cohort_id: UUID, *, by: UUID, now: datetime
) -> list[Unverified]:
    """The people of one cohort, by name, each with who said what they are: six statements."""
    ids = unverified_in(session, [cohort_id], by=by, now=now).get(cohort_id, ())
    people = session.scalars(select(Person).where(col(Person.id).in_(ids))).all()
    said = _said(session, cohort_id, people)
    found = [Unverified(person, said[person.id]) for person in people]
    return sorted(found, key=lambda own: own.person.search_name)


def _said(session: Session, cohort_id: UUID, people: Sequence[Person]) -> Mapping[UUID, Said]:
    """The last word about each: of who added them, or of who changed it since."""
    ids = [person.id for person in people]
    files, links = named_by_files(session, ids, within=cohort_id), links_used(session, ids)
    said = {own.id: Said(own.created_at, by_file=files.get(own.id)) for own in people}
    for act in _acts(session, ids):
        person_id = UUID(act.object_id)
        if act.act == _ADDED:
            alone = act.actor_id is None and act.at in links.get(person_id, ())
            said[person_id] = replace(said[person_id], at=act.at, by=act.person, is_own_word=alone)
        elif act.facts["before"]["profession"] != act.facts["after"]["profession"]:
            said[person_id] = Said(act.at, act.person)
    return said


_ADDED, _CHANGED = "person.added", "person.changed"


@dataclass(frozen=True)
class _Act:
    """What was written down of somebody, and by whom."""

    act: str
    object_id: str
    facts: Mapping[str, Any]
    at: datetime
    actor_id: UUID | None
    person: Person | None


def _acts(session: Session, ids: Collection[UUID]) -> list[_Act]:
    """What was written down of these people, in order."""
    written = (
        select(
            col(AuditLine.act),
            col(AuditLine.object_id),
            col(AuditLine.facts),
            col(AuditLine.at),
            col(AuditLine.actor_id),
            Person,
        )
        .outerjoin(Person, col(Person.id) == col(AuditLine.actor_id))
        .where(
            col(AuditLine.object_id).in_([str(id_) for id_ in ids]),
            col(AuditLine.act).in_((_ADDED, _CHANGED)),
        )
        .order_by(col(AuditLine.id))
    )
    return records(session.execute(written), _Act)
