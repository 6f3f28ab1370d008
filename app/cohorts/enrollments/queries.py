"""Who is in a cohort, who holds a seat, and what happened to one place.

What nearly every page asks is built once and executed with parameters: SQLAlchemy takes longer to
build such a statement than the database to answer it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import is_barred
from app.cohorts.arms.rules import policy_of_arm
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import HOLDS_SEAT, Seats, TransferMade, events_that_stand
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment, InstitutionSeats, PolicyVersion, Program
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.core.db import records
from app.core.references import is_worked_on
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Institution, Person


def is_enrolled() -> ColumnElement[bool]:
    """Whether an enrollment's person is in its cohort: `Enrollment.is_enrolled` for selects."""
    return col(Enrollment.status) == EnrollmentStatus.ENROLLED


def came_by_transfer() -> ColumnElement[bool]:
    """Whether somebody was ever transferred to an enrollment; if that stands, its events say."""
    transfers = select(col(EnrollmentEvent.enrollment_id)).where(
        col(EnrollmentEvent.kind) == EnrollmentEventKind.ENROLLED,
        col(EnrollmentEvent.other_enrollment_id).is_not(None),
    )
    return col(Enrollment.id).in_(transfers)


def seats_taken() -> ScalarSelect[int]:
    """How many seats of the cohort of a select are taken: by who is in, or was asked to come."""
    here = col(Enrollment.cohort_id) == col(Cohort.id)
    return (
        select(func.count())
        .where(here, col(Enrollment.status).in_(sorted(HOLDS_SEAT)))
        .correlate(Cohort)
        .scalar_subquery()
    )


def count_seats(session: Session, cohort_id: UUID) -> int:
    """How many seats of a cohort are taken."""
    return session.scalar(select(seats_taken()).where(col(Cohort.id) == cohort_id)) or 0


def seats(session: Session, cohort_id: UUID) -> Seats:
    """The seats of a cohort, as a whole and by institution: two statements."""
    taken_by = _taken_by_institution(session, cohort_id)
    own = col(InstitutionSeats.cohort_id) == col(Cohort.id)
    offered = session.execute(
        select(
            col(Cohort.capacity), col(InstitutionSeats.institution_id), col(InstitutionSeats.seats)
        )
        .outerjoin(InstitutionSeats, own)
        .where(col(Cohort.id) == cohort_id)
    ).all()
    shares = {row.institution_id: row.seats for row in offered if row.institution_id}
    return Seats(offered[0].capacity, sum(taken_by.values()), shares, taken_by)


def _taken_by_institution(session: Session, cohort_id: UUID) -> dict[UUID, int]:
    holds = col(Enrollment.status).in_(sorted(HOLDS_SEAT))
    taken = (
        select(col(Enrollment.institution_id), func.count().label("taken"))
        .where(col(Enrollment.cohort_id) == cohort_id, holds)
        .group_by(col(Enrollment.institution_id))
    )
    return {row.institution_id: row.taken for row in session.execute(taken)}


def lock_seats(session: Session, cohort_id: UUID) -> Seats:
    """The same; locks the cohort until commit, so that the last seat goes once."""
    session.execute(select(col(Cohort.id)).where(col(Cohort.id) == cohort_id).with_for_update())
    return seats(session, cohort_id)


def locked_place(session: Session, cohort_id: UUID, person_id: UUID) -> Enrollment | None:
    """A person's place in a cohort as it is now, locked until commit."""
    return locked_places(session, [cohort_id], person_id).get(cohort_id)


def locked_places(
    session: Session, cohort_ids: Collection[UUID], person_id: UUID
) -> dict[UUID, Enrollment]:
    """A person's places as they are now, by cohort; locked until commit, always in one order."""
    places = session.scalars(
        select(Enrollment)
        .where(col(Enrollment.cohort_id).in_(cohort_ids), col(Enrollment.person_id) == person_id)
        .order_by(col(Enrollment.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {place.cohort_id: place for place in places}


def events(session: Session, enrollment_id: UUID) -> Sequence[EnrollmentEvent]:
    """Everything that happened to a place, in order."""
    return session.scalars(
        select(EnrollmentEvent)
        .where(col(EnrollmentEvent.enrollment_id) == enrollment_id)
        .order_by(col(EnrollmentEvent.number))
    ).all()


def events_of(
    session: Session, enrollment_ids: Collection[UUID]
) -> Mapping[UUID, list[EnrollmentEvent]]:
    """Everything that happened to some places, each in order."""
    found: defaultdict[UUID, list[EnrollmentEvent]] = defaultdict(list)
    for event in session.scalars(
        select(EnrollmentEvent)
        .where(col(EnrollmentEvent.enrollment_id).in_(enrollment_ids))
        .order_by(col(EnrollmentEvent.number))
    ):
        found[event.enrollment_id].append(event)
    return found


def places_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Enrollment]:
    """Places as they are now, locked until commit, always in one order."""
    places = session.scalars(
        select(Enrollment)
        .where(col(Enrollment.id).in_(ids))
        .order_by(col(Enrollment.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {place.id: place for place in places}


def locked_places_in(
    session: Session, cohort_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, Enrollment]:
    """The places of people in a cohort as they are now, by person; locked until commit."""
    places = session.scalars(
        select(Enrollment)
        .where(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.person_id).in_(person_ids))
        .order_by(col(Enrollment.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {place.person_id: place for place in places}


_NO_WORK = frozenset(
    {
        *("enrollment_event", "imported_person", "application_answer", "unit_opening", "reminded"),
        *("breakout_place", "breakout_wish"),
    }
)
"""Tables whose rows refer to a place in which nothing was done."""


def place_after_transfer(session: Session, left: Enrollment) -> Enrollment | None:
    """The place to which somebody was transferred from another; None for who was not."""
    if left.status is not EnrollmentStatus.TRANSFERRED:
        return None
    gone = events_that_stand(events(session, left.id))[-1]
    assert gone.other_enrollment_id is not None
    return session.get_one(Enrollment, gone.other_enrollment_id)


def transfer_made(session: Session, left: Enrollment, new: Enrollment) -> TransferMade:
    """The transfer from one place to another, and what became of the other since."""
    stand = events_that_stand(events(session, new.id))
    newest = stand[-1] if stand else None
    came = newest is not None and newest.kind is EnrollmentEventKind.ENROLLED
    worked = is_worked_on("enrollment", literal(new.id), besides=_NO_WORK)
    return TransferMade(
        session.get_one(Cohort, new.cohort_id).title,
        came and newest is not None and newest.other_enrollment_id == left.id,
        worked=bool(session.scalar(select(worked))),
    )


@dataclass(frozen=True)
class CohortForPerson:
    """A cohort, and the enrollment in it of the person who asked."""

    here: CohortContext
    enrollment: Enrollment | None
    has_sessions: bool = True
    """Whether the arm of a trial leaves them live sessions; of who is not enrolled it is true."""

    @property
    def learner(self) -> LearnerInCohort | None:
        """Their own place, with what the policy asks of them."""
        if self.enrollment is None:
            return None
        here, has_sessions = self.here, self.has_sessions
        policy = policy_of_arm(here.policy, has_sessions=has_sessions)
        whole = here.cohort, here.program, here.policy_version, policy
        return LearnerInCohort(*whole, self.enrollment, has_sessions)


@dataclass(frozen=True)
class EnrolledPerson:
    """Somebody enrolled in a cohort, and where they are from."""

    enrollment: Enrollment
    person: Person
    institution: Institution


_OWN_ENROLLMENT = and_(
    col(Enrollment.cohort_id) == col(Cohort.id),
    col(Enrollment.person_id) == bindparam("person_id"),
    is_published(),
    is_enrolled(),
)
_COHORT_FOR_PERSON: Select[Cohort, Program, PolicyVersion, Enrollment, bool] = (
    select(Cohort, Program, PolicyVersion, Enrollment, is_barred().label("is_barred"))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
    .outerjoin(Enrollment, _OWN_ENROLLMENT)
    .where(col(Cohort.slug) == bindparam("slug"))
    .order_by(col(PolicyVersion.version).desc())
    .limit(1)
)


def cohort_for_person(session: Session, slug: str, person_id: UUID) -> CohortForPerson | None:
    """A cohort, its program, its newest policy and the person's enrollment: one statement.

    In a draft nobody learns yet, whoever was put into it.
    """
    asked = {"slug": slug, "person_id": person_id}
    row = session.execute(_COHORT_FOR_PERSON, asked).first()
    if row is None:
        return None
    policy = PolicyData.model_validate(row.PolicyVersion.data)
    here = CohortContext(row.Cohort, row.Program, row.PolicyVersion, policy)
    return CohortForPerson(here, row.Enrollment, has_sessions=not row.is_barred)


def cohort_context(session: Session, slug: str) -> CohortContext | None:
    """A cohort with its program and its newest policy, whoever asks."""
    found = cohort_for_person(session, slug, UUID(int=0))
    return found.here if found else None


_ENROLLMENTS: Select[Enrollment, Cohort, Program, PolicyVersion, bool] = (
    select(Enrollment, Cohort, Program, PolicyVersion, is_barred().label("is_barred"))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
    .where(
        col(Enrollment.person_id) == bindparam("person_id"),
        is_published(),
        NEWEST_POLICY,
    )
    .order_by(col(Cohort.closes_at).desc())
)


def enrollments_of(session: Session, person_id: UUID) -> list[LearnerInCohort]:
    """A person's places in published cohorts, the newest first, each with its newest policy."""
    return [
        LearnerInCohort(
            row.Cohort,
            row.Program,
            row.PolicyVersion,
            policy_of_arm(
                PolicyData.model_validate(row.PolicyVersion.data), has_sessions=not row.is_barred
            ),
            row.Enrollment,
            has_sessions=not row.is_barred,
        )
        for row in session.execute(_ENROLLMENTS, {"person_id": person_id})
    ]


_ROSTER: Select[Enrollment, Person, Institution] = (
    select(Enrollment, Person, Institution)
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Institution, col(Institution.id) == col(Person.institution_id))
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())
    .order_by(col(Person.search_name), col(Person.id))
)


def roster(session: Session, cohort_id: UUID) -> list[EnrolledPerson]:
    """Everybody enrolled in a cohort, by family name."""
    return records(session.execute(_ROSTER, {"cohort_id": cohort_id}), EnrolledPerson)


def addresses_in(session: Session, cohort_id: UUID) -> dict[UUID, str]:
    """Where mail reaches everybody enrolled in a cohort, by person: one statement."""
    found = (
        select(col(EmailAddress.person_id), col(EmailAddress.address))
        .join(Enrollment, col(Enrollment.person_id) == col(EmailAddress.person_id))
        .where(col(Enrollment.cohort_id) == cohort_id, is_enrolled(), col(EmailAddress.is_primary))
    )
    return {row.person_id: row.address for row in session.execute(found)}


def enrolled_in(session: Session, cohort_id: UUID) -> int:
    """How many people are enrolled in a cohort and not withdrawn."""
    enrolled = select(func.count(col(Enrollment.id))).where(
        col(Enrollment.cohort_id) == cohort_id, is_enrolled()
    )
    return session.scalar(enrolled) or 0
