"""Reads of the trail as far as it is about one cohort: a constant number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.badges.models import Badge
from app.certificates.models import Certificate
from app.certificates.queries import is_in_cohort
from app.cohorts.intake.models import PeopleImport
from app.cohorts.joining.queries import institution_names_by_id
from app.cohorts.models import CaseSession, Enrollment, PolicyVersion, Unit
from app.cohorts.teaching.models import Teaching
from app.core.models import AuditLine, Job
from app.history.rules import NOUNS, ROLE_ACTS, Subject
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.queries import is_found, people_by_id
from app.surveys.enums import Purpose
from app.surveys.models import Survey


def newest_moment(session: Session) -> datetime | None:
    """When the newest line was written; None without any."""
    newest = select(col(AuditLine.at)).order_by(col(AuditLine.id).desc())
    return session.scalars(newest.limit(1)).first()


@dataclass(frozen=True)
class Thing:
    """Something in a cohort that acts are about."""

    person_id: UUID | None = None
    position: int | None = None
    """Of the unit that it is, or belongs to."""


@dataclass(frozen=True)
class Things:
    """Everything in a cohort that acts are about."""

    cohort_id: UUID
    by_id: Mapping[str, Thing]
    """By id, as lines of the trail name it."""
    holders: Collection[UUID]
    """Who holds or held a role over the cohort: lines about that name the person."""

    @property
    def people(self) -> set[UUID]:
        """Who has or had a place or a role."""
        return {own.person_id for own in self.by_id.values() if own.person_id} | set(self.holders)

    def of(self, line: AuditLine) -> Thing:
        """What a line is about."""
        return self.by_id.get(line.object_id) or Thing(person_id=UUID(line.object_id))


@dataclass(frozen=True)
class Wanted:
    """Which lines of a cohort's history are asked for."""

    subjects: Collection[Subject]
    words: tuple[str, ...] = ()
    """Each must occur in the name or address of who it is about or who acted, or in the reason."""
    position: int | None = None
    """Only what is about this unit and its session."""
    person_id: UUID | None = None
    """Only what is about this person."""


@dataclass(frozen=True)
class HistoryLine:
    """One act, who acted, and whom or which unit it is about."""

    line: AuditLine
    thing: Thing
    by: Person | None
    about: Person | None
    behalf: str | None
    """The institution for which its lead acted."""


def things_in(session: Session, cohort_id: UUID) -> Things:
    """Everything in a cohort that a line of the trail can be about."""
    things = {str(cohort_id): Thing()}
    ids = [
        select(col(kind.id)).where(col(kind.cohort_id) == cohort_id)
        for kind in (PolicyVersion, PeopleImport)
    ]
    own = col(Survey.cohort_id) == cohort_id, col(Survey.purpose) != Purpose.WAVE
    ids.append(select(col(Survey.id)).where(*own))  # who is asked in a study, nobody here is told
    things |= {str(id_): Thing() for id_ in session.scalars(union_all(*ids))}
    jobs = select(col(Job.id)).where(col(Job.scope_id) == cohort_id)
    things |= {str(id_): Thing() for id_ in session.scalars(jobs)}
    for row in session.execute(_units(cohort_id)):
        things[str(row.id)] = things[str(row.session_id)] = Thing(position=row.position)
    for row in session.execute(_places(cohort_id)):
        things[str(row.id)] = Thing(person_id=row.person_id)
    for holders in (_certificates(cohort_id), _of_teaching(cohort_id)):
        for row in session.execute(holders):
            things[str(row.id)] = Thing(person_id=row.person_id)
    for row in session.execute(_badges(cohort_id)):
        things[str(row.id)] = things[str(row.certificate_id)]
    things.pop(str(None), None)
    return Things(cohort_id, things, set(session.scalars(_who_held_a_role(cohort_id))))


def _who_held_a_role(cohort_id: UUID) -> Select[UUID]:
    return select(col(RoleGrant.person_id)).where(
        col(RoleGrant.scope) == Scope.COHORT, col(RoleGrant.scope_id) == cohort_id
    )


def _units(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(col(Unit.id), col(Unit.position), col(CaseSession.id).label("session_id"))
        .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(col(Unit.cohort_id) == cohort_id)
    )


def _places(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(col(Enrollment.id), col(Enrollment.person_id)).where(
        col(Enrollment.cohort_id) == cohort_id
    )


def _certificates(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(col(Certificate.id), col(Enrollment.person_id))
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .where(col(Enrollment.cohort_id) == cohort_id)
    )


def _of_teaching(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(col(Certificate.id), col(Teaching.person_id))
        .join(Teaching, col(Teaching.id) == col(Certificate.teaching_id))
        .where(col(Teaching.cohort_id) == cohort_id)
    )


def _badges(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(col(Badge.id), col(Badge.certificate_id))
        .join(Certificate, col(Certificate.id) == col(Badge.certificate_id))
        .where(is_in_cohort(cohort_id))
    )


def count_lines(session: Session, things: Things, wanted: Wanted) -> int:
    """How many lines are asked for."""
    count = select(func.count()).select_from(AuditLine)
    return session.scalar(count.where(_is_wanted(session, things, wanted))) or 0


def lines(
    session: Session,
    things: Things,
    wanted: Wanted,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[HistoryLine]:
    """The lines asked for, the newest first, or a part of them."""
    found = session.scalars(
        select(AuditLine)
        .where(_is_wanted(session, things, wanted))
        .order_by(col(AuditLine.at).desc(), col(AuditLine.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return _with_names(session, things, found)


def _with_names(session: Session, things: Things, found: Sequence[AuditLine]) -> list[HistoryLine]:
    """Lines with who acted, on whom, and for which institution: two statements."""
    about = [_whom(line, things) for line in found]
    known = {id_ for id_ in (*about, *(line.actor_id for line in found)) if id_ is not None}
    people = people_by_id(session, known)
    behalf = institution_names_by_id(session, {line.on_behalf_of for line in found})
    return [
        HistoryLine(
            line,
            things.of(line),
            people.get(line.actor_id) if line.actor_id else None,
            people.get(whom) if whom else None,
            behalf.get(line.on_behalf_of) if line.on_behalf_of else None,
        )
        for line, whom in zip(found, about, strict=True)
    ]


def _whom(line: AuditLine, things: Things) -> UUID | None:
    """Whom a line is about: whose place it is, or who was given something in a session."""
    named = line.facts.get("person")
    return things.of(line).person_id or (UUID(named) if named else None)


def _is_wanted(session: Session, things: Things, wanted: Wanted) -> ColumnElement[bool]:
    nouns = [noun for subject in wanted.subjects for noun in NOUNS[subject]]
    about = [id_ for id_, it in things.by_id.items() if wanted.person_id in {None, it.person_id}]
    holders = [id_ for id_ in things.holders if wanted.person_id in {None, id_}]
    return and_(
        or_(col(AuditLine.object_id).in_(about), _is_of_role(things, holders)),
        _is_of_unit(things, wanted.position),
        or_(*(col(AuditLine.act).startswith(f"{noun}.", autoescape=True) for noun in nouns)),
        *(_has_word(session, things, word) for word in wanted.words),
    )


def _is_of_role(things: Things, holders: Collection[UUID]) -> ColumnElement[bool]:
    """That a line is about a role of these people over the cohort, and over no other."""
    return and_(
        col(AuditLine.object_id).in_([str(id_) for id_ in holders]),
        col(AuditLine.act).in_(ROLE_ACTS),
        col(AuditLine.facts)["over"].as_string() == str(things.cohort_id),
    )


def _is_of_unit(things: Things, position: int | None) -> ColumnElement[bool]:
    """That a line is about a unit, or what a learner did in it: the fact `unit`, a position."""
    if position is None:
        return true()
    own = [id_ for id_, thing in things.by_id.items() if thing.position == position]
    did = col(AuditLine.facts)["unit"].as_integer() == position
    return or_(col(AuditLine.object_id).in_(own), did)


def _has_word(session: Session, things: Things, word: str) -> ColumnElement[bool]:
    """People are found by id first: a line names what it is about as text, of whatever kind."""
    found = set(session.scalars(select(col(Person.id)).where(is_found(word)))) & things.people
    about = [id_ for id_, thing in things.by_id.items() if thing.person_id in found]
    return or_(
        col(AuditLine.object_id).in_([*about, *map(str, found)]),
        col(AuditLine.actor_id).in_(select(col(Person.id)).where(is_found(word))),
        func.lower(col(AuditLine.reason)).contains(word.lower(), autoescape=True),
    )
