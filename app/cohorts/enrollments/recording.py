"""What happens to a place is recorded here: the event, and what the place says after it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.models import Cohort, Enrollment
from app.people.models import Person


def locked_or_new_place(session: Session, cohort: Cohort, person_id: UUID) -> Enrollment:
    """A person's place, locked until commit; a new one, to which nothing has happened, if none."""
    place = queries.locked_place(session, cohort.id, person_id)
    return place or new_place(session, cohort, person_id)


def new_place(session: Session, cohort: Cohort, person_id: UUID) -> Enrollment:
    """A place to which nothing has happened."""
    person = session.get_one(Person, person_id)
    return Enrollment(
        person_id=person_id,
        cohort_id=cohort.id,
        institution_id=person.institution_id,
        profession=person.profession,
    )


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
) -> None:
    """Add the next event of a locked place, and what holds by it.

    `other`: where to, or where from, if it is a transfer. `held_until`: how long a seat is held for
    an answer.
    """
    before = queries.events(session, enrollment.id)
    event = EnrollmentEvent(
        enrollment_id=enrollment.id,
        number=len(before) + 1,
        kind=kind,
        at=now,
        by=by,
        reason=reason,
        other_enrollment_id=other.id if other else None,
        held_until=held_until,
    )
    if kind is EnrollmentEventKind.ENROLLED:
        _keep(session.get_one(Person, enrollment.person_id), event)
    _say_again(enrollment, rules.events_that_stand([*before, event]))
    session.add(enrollment)
    session.flush()  # the event refers to it
    session.add(event)
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
