"""Reads for the planner of reminders: a number of statements that depends on nothing.

Everybody is read with all their places that are running, since a week has one limit over all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.credit.extensions.queries import is_extended_until
from app.credit.models import Activity
from app.credit.queries import standings_among
from app.credit.status.rules import CreditStatus
from app.language.names import list_name
from app.messages.reminders.acts.queries import last_acts
from app.messages.reminders.enums import Rule
from app.messages.reminders.models import ReminderChange
from app.messages.reminders.reader.rules import Place, Reader, Settings
from app.messages.reminders.timing.rules import Setting, usual_of
from app.messages.reminders.told.queries import AllTold, Told, told
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import NotificationSettings
from app.packs.schema import PolicyData
from app.people.models import Person

_NEWER = aliased(ReminderChange)
_NEWEST_CHANGE = ~exists().where(
    col(_NEWER.cohort_id) == col(ReminderChange.cohort_id),
    col(_NEWER.rule) == col(ReminderChange.rule),
    col(_NEWER.version) > col(ReminderChange.version),
)


_PLACE = aliased(Enrollment)
"""Beside the places of who is asked about."""


def is_running(now: datetime) -> ColumnElement[bool]:
    """That a cohort can still remind somebody: work can be done in it, or credit claimed."""
    claims = exists().where(
        col(Activity.cohort_id) == col(Cohort.id), col(Activity.claims_close_at) > now
    )
    extended = exists().where(
        col(_PLACE.cohort_id) == col(Cohort.id), is_extended_until(col(_PLACE.id), now)
    )
    still = or_(col(Cohort.closes_at) > now, claims, extended)
    return and_(is_published(), col(Cohort.archived_at).is_(None), still)


def settings_of(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, Settings]:
    """Every rule of some cohorts: as it is set there, else as the program has it; one statement.

    What a program says is read once, however many cohorts and changes there are.
    """
    rows = session.execute(
        select(col(Cohort.id), col(Program.id), col(Program.reminders), ReminderChange)
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .outerjoin(ReminderChange, col(ReminderChange.cohort_id) == col(Cohort.id))
        .where(col(Cohort.id).in_(cohort_ids), _NEWEST_CHANGE)
    )
    usual: dict[UUID, Settings] = {}
    found: dict[UUID, dict[Rule, Setting]] = {}
    for id_, program_id, said, set_ in rows:
        if program_id not in usual:
            usual[program_id] = usual_of(said)
        if id_ not in found:
            found[id_] = dict(usual[program_id])
        if set_ is not None:
            found[id_][set_.rule] = Setting(set_.is_on, set_.number, set_.clock)
    return {**found}


def versions_of(session: Session, cohort_id: UUID, rule: Rule) -> int:
    """How often a rule of a cohort was set."""
    own = col(ReminderChange.cohort_id) == cohort_id, col(ReminderChange.rule) == rule
    return session.scalar(select(func.count()).where(*own)) or 0


class _Who(NamedTuple):
    """A place, and whose it is."""

    enrollment_id: UUID
    person: Person
    here: CohortContext


_PLACES: Select[UUID, Person, Cohort, Program, PolicyVersion] = (
    select(col(Enrollment.id), Person, Cohort, Program, PolicyVersion)
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
    .where(is_enrolled(), NEWEST_POLICY)
    .order_by(col(Person.search_name), col(Person.id), col(Cohort.closes_at))
)


def readers_in(session: Session, cohort_id: UUID, now: datetime) -> list[Reader]:
    """Everybody in a cohort, by family name, as the planner sees them."""
    here = select(col(Enrollment.person_id)).where(
        col(Enrollment.cohort_id) == cohort_id, is_enrolled()
    )
    return _readers(session, col(Person.id).in_(here), now)


def readers_of(session: Session, person_ids: Collection[UUID], now: datetime) -> list[Reader]:
    """Some people with all their places that are running."""
    return _readers(session, col(Person.id).in_(person_ids), now)


def lock_people(session: Session, person_ids: Collection[UUID]) -> None:
    """Lock people until commit, always in the same order; others can still refer to them."""
    own = select(col(Person.id)).where(col(Person.id).in_(person_ids)).order_by(col(Person.id))
    session.execute(own.with_for_update(key_share=True)).all()


def _readers(session: Session, among: ColumnElement[bool], now: datetime) -> list[Reader]:
    found = _who(session, among, now)
    people = {who.person.id: who.person for who in found}
    before, choices = told(session, list(people)), notification_settings(session, list(people))
    places = _places(session, found, before, now)
    own: defaultdict[UUID, list[Place]] = defaultdict(list)
    for who in found:
        if who.enrollment_id in places:
            own[who.person.id].append(places[who.enrollment_id])
    return [
        _reader(person, own[id_], choices[id_], tuple(before.to_person[id_].values()))
        for id_, person in people.items()
    ]


def _who(session: Session, among: ColumnElement[bool], now: datetime) -> list[_Who]:
    rows = session.execute(_PLACES.where(is_running(now), among)).all()
    policies = {row[4].id: PolicyData.model_validate(row[4].data) for row in rows}
    return [
        _Who(id_, person, CohortContext(cohort, program, version, policies[version.id]))
        for id_, person, cohort, program, version in rows
    ]


def _reader(
    person: Person,
    places: Iterable[Place],
    choice: NotificationSettings,
    letters: tuple[datetime, ...],
) -> Reader:
    return Reader(
        person_id=person.id,
        name=list_name(person.given_name, person.family_name),
        zone=person.zone,
        choice=choice,
        is_disabled=person.disabled_at is not None,
        places=tuple(places),
        letters=letters,
    )


def _places(
    session: Session, found: Collection[_Who], before: AllTold, now: datetime
) -> dict[UUID, Place]:
    contexts = {who.enrollment_id: who.here for who in found}
    standings = standings_among(session, contexts, now)
    settings = settings_of(session, {here.cohort.id for here in contexts.values()})
    acted = last_acts(session, contexts)
    return {
        id_: _place(contexts[id_], own, settings, before.of_place[id_], acted.get(id_))
        for id_, own in standings.items()
    }


def _place(
    here: CohortContext,
    standing: CreditStatus,
    settings: Mapping[UUID, Settings],
    before: Told,
    acted_at: datetime | None,
) -> Place:
    return Place(
        enrollment_id=standing.ledger.enrollment_id,
        cohort_id=here.cohort.id,
        cohort=here.cohort.title,
        path=here.path,
        settings=settings[here.cohort.id],
        standing=standing,
        told=before.things,
        letters=tuple(before.letters.values()),
        acted_at=acted_at,
    )
