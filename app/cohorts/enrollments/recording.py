"""What happens to a place is recorded here: the event, and what the place says after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import archived_at
from app.cohorts.rules import why_not_change
from app.core.errors import require
from app.core.ids import new_id
from app.core.seals import seal
from app.people.models import Person
from app.people.queries import people_by_id


def locked_or_new_place(session: Session, cohort: Cohort, person_id: UUID) -> Enrollment:
    """A person's place, locked until commit; a new one, to which nothing has happened, if none."""
    place = queries.locked_place(session, cohort.id, person_id)
    return place or new_place(session, cohort, person_id)


def locked_or_new_places(
    session: Session, cohort: Cohort, person_ids: Sequence[UUID]
) -> dict[UUID, Enrollment]:
    """The same of many people, by person. New ones have keys in this order.

    Who is put into the line at once stands there by key, so as the list has them.
    """
    people = people_by_id(session, person_ids)
    found = queries.locked_places_in(session, cohort.id, person_ids)
    keys = sorted(new_id() for _ in person_ids)
    return {
        id_: found.get(id_) or _new_place(cohort, people[id_], key)
        for id_, key in zip(person_ids, keys, strict=True)
    }


def new_place(session: Session, cohort: Cohort, person_id: UUID) -> Enrollment:
    """A place to which nothing has happened."""
    return _new_place(cohort, session.get_one(Person, person_id), new_id())


def _new_place(cohort: Cohort, person: Person, key: UUID) -> Enrollment:
    return Enrollment(
        id=key,
        person_id=person.id,
        cohort_id=cohort.id,
        institution_id=person.institution_id,
        profession=person.profession,
    )


@dataclass(frozen=True)
class Happening:
    """What happens to one place."""

    enrollment: Enrollment
    """Locked, or new."""
    kind: EnrollmentEventKind
    reason: str = ""
    other: Enrollment | None = None
    """Where to, or where from, if it is a transfer."""
    held_until: datetime | None = None
    """How long a seat is held for an answer."""
    on_behalf_of: UUID | None = None
    """The institution for which its lead acts."""


def happened(
    session: Session,
    enrollment: Enrollment,
    kind: EnrollmentEventKind,
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
    other: Enrollment | None = None,
    held_until: datetime | None = None,
) -> EnrollmentEvent:
    """Add the next event of a locked place, and what holds by it.

    `other`: where to, or where from, if it is a transfer. `held_until`: how long a seat is held for
    an answer.
    """
    what = Happening(enrollment, kind, reason, other, held_until)
    return all_happened(session, [what], by=by, now=now)[0]


def sealed(event: EnrollmentEvent) -> dict[str, Any]:
    """What the line of an act says of its event, so that one that is changed later shows."""
    return {"event": str(event.id), "seal": seal(event)}


def all_happened(
    session: Session, what: Sequence[Happening], *, by: UUID | None, now: datetime
) -> list[EnrollmentEvent]:
    """Add the next event of each of many different places, and what holds by it.

    Raises `RefusedError` in an archived cohort.
    """
    places = [happening.enrollment for happening in what]
    require(why_not_change(archived_at(session, {place.cohort_id for place in places})))
    before = queries.events_of(session, [place.id for place in places])
    people = _newly_enrolled(session, what)
    added = [
        _happen(happening, before[happening.enrollment.id], people, by=by, now=now)
        for happening in what
    ]
    _insert(session, places, added)
    return added


def _newly_enrolled(session: Session, what: Sequence[Happening]) -> Mapping[UUID, Person]:
    """Who gets a seat, by id: what they are now is kept with it."""
    kind = EnrollmentEventKind.ENROLLED
    ids = [happening.enrollment.person_id for happening in what if happening.kind is kind]
    return people_by_id(session, ids) if ids else {}


def _happen(
    happening: Happening,
    before: Sequence[EnrollmentEvent],
    people: Mapping[UUID, Person],
    *,
    by: UUID | None,
    now: datetime,
) -> EnrollmentEvent:
    """The next event of a place, which says what holds by it. `before`: its events so far."""
    place = happening.enrollment
    event = _event(happening, len(before) + 1, by=by, now=now)
    if happening.kind is EnrollmentEventKind.ENROLLED:
        _keep(people[place.person_id], event)
    _say_again(place, rules.events_that_stand([*before, event]))
    return event


def _event(happening: Happening, number: int, *, by: UUID | None, now: datetime) -> EnrollmentEvent:
    return EnrollmentEvent(
        enrollment_id=happening.enrollment.id,
        number=number,
        kind=happening.kind,
        at=now,
        by=by,
        reason=happening.reason,
        other_enrollment_id=happening.other.id if happening.other else None,
        held_until=happening.held_until,
        on_behalf_of=happening.on_behalf_of,
    )


def _insert(
    session: Session, places: Sequence[Enrollment], added: Sequence[EnrollmentEvent]
) -> None:
    session.add_all(places)
    session.flush()  # the events refer to them
    session.add_all(added)
    session.flush()


def _say_again(enrollment: Enrollment, stand: list[EnrollmentEvent]) -> None:
    enrollment.status = rules.status_of(stand)
    enrollment.held_until = stand[-1].held_until if stand else None
    enrolled = rules.enrolled_last(stand)
    enrollment.enrolled_at = enrolled.at if enrolled else None
    if enrolled is not None and enrolled.institution_id is not None:
        _keep(enrolled, enrollment)


def _keep(what: Person | EnrollmentEvent, where: EnrollmentEvent | Enrollment) -> None:
    """Keep what somebody was: people move on, and reports about then must not."""
    for fact in ("institution_id", "department", "rank", "profession"):
        setattr(where, fact, getattr(what, fact))
