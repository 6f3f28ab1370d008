"""Reads of who applied, and of what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.deciding.rules import Applicant
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import is_published
from app.core.db import grouped, records
from app.people.models import EmailAddress, Institution, Person


@dataclass(frozen=True)
class Application:
    """Somebody who applied, when that was last, and by whom it was decided."""

    enrollment: Enrollment
    person: Person
    institution: Institution
    """Whose seat it is about: the one that they belonged to when they applied."""
    cohort: Cohort
    address: str | None
    """Their primary one."""
    applied_at: datetime
    decided: EnrollmentEvent | None
    """What happened next; None while it waits."""
    decider: Person | None
    behalf: Institution | None
    """For whom a lead decided."""

    @property
    def waits(self) -> bool:
        """Whether it is still to be decided."""
        return self.enrollment.status is EnrollmentStatus.APPLIED

    @property
    def decided_by(self) -> str | None:
        """Who decided; None where nobody did, or where they took it back themselves."""
        if self.waits or self.decider is None or self.decider.id == self.person.id:
            return None
        return self.decider.display_name

    @property
    def decided_at(self) -> datetime | None:
        """When that was."""
        return self.decided.at if self.decided and not self.waits else None

    @property
    def applicant(self) -> Applicant:
        """What a decision needs to know."""
        return Applicant(
            self.person.id,
            self.person.display_name,
            self.person.sort_name,
            self.person.institution_id,
            self.enrollment.status,
            self.applied_at,
            self.decided_at,
            self.decided_by,
        )


def applications(
    session: Session, cohort_id: UUID, person_ids: Collection[UUID] | None = None
) -> list[Application]:
    """Who applied for a cohort, who did first before the others: one statement."""
    here = col(Enrollment.cohort_id) == cohort_id
    if person_ids is not None:
        here = and_(here, col(Enrollment.person_id).in_(person_ids))
    return records(session.execute(_applied().where(here)), Application)


def applications_to_leads(
    session: Session,
    institution_ids: Collection[UUID],
    enrollment_ids: Collection[UUID] | None = None,
) -> list[Application]:
    """Who applied from some institutions and belongs to them, where leads decide: one statement.

    Who has moved since is another institution's; their coordinator decides. `enrollment_ids`: of
    these places alone.
    """
    found = _applied().where(_is_to_leads(institution_ids))
    if enrollment_ids is not None:
        found = found.where(col(Enrollment.id).in_(enrollment_ids))
    return records(session.execute(found), Application)


def waiting_for_leads(session: Session, institution_ids: Collection[UUID]) -> Sequence[UUID]:
    """The places of those that wait for a decision: one statement."""
    found = (
        select(col(Enrollment.id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(_waits(), _is_to_leads(institution_ids))
    )
    return session.scalars(found).all()


def _is_to_leads(institution_ids: Collection[UUID]) -> ColumnElement[bool]:
    """That a place is of some institutions, with its person, where leads decide."""
    own = or_(
        col(Institution.id).in_(institution_ids),
        col(Institution.merged_into_id).in_(institution_ids),
    )
    return and_(
        own,
        col(Person.institution_id).in_(institution_ids),
        col(Cohort.leads_decide),
        is_published(),
        col(Cohort.archived_at).is_(None),
    )


def waiting(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The places for which an application waits for a decision, by cohort; none where none does."""
    found = select(col(Enrollment.cohort_id), col(Enrollment.id)).where(
        col(Enrollment.cohort_id).in_(cohort_ids), _waits()
    )
    return grouped(session.execute(found))


def _waits() -> ColumnElement[bool]:
    return col(Enrollment.status) == EnrollmentStatus.APPLIED


def _applied() -> Select[*tuple[Any, ...]]:
    """Every place for which somebody applied, with the newest time and what happened next.

    People, cohorts and places come as they are now, whatever was read of them before a lock.
    """
    applied, decided = aliased(EnrollmentEvent), aliased(EnrollmentEvent, name="decided")
    decider, behalf = aliased(Person, name="decider"), aliased(Institution, name="behalf")
    found: Select[*tuple[Any, ...]] = select(
        *(Enrollment, Person, Institution, Cohort, col(EmailAddress.address)),
        *(col(applied.at).label("applied_at"), decided, decider, behalf),
    )
    return (
        found.select_from(Enrollment)
        .join(applied, _is_newest_application(applied))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .outerjoin(EmailAddress, _is_primary())
        .outerjoin(decided, _follows(decided, applied))
        .outerjoin(decider, col(decider.id) == col(decided.by))
        .outerjoin(behalf, col(behalf.id) == col(decided.on_behalf_of))
        .order_by(col(applied.at), col(Person.search_name), col(Enrollment.id))
        .execution_options(populate_existing=True)
    )


def _is_newest_application(event: type[EnrollmentEvent]) -> ColumnElement[bool]:
    newest = (
        select(func.max(col(EnrollmentEvent.number)))
        .where(
            col(EnrollmentEvent.enrollment_id) == col(Enrollment.id),
            col(EnrollmentEvent.kind) == EnrollmentEventKind.APPLIED,
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )
    return and_(col(event.enrollment_id) == col(Enrollment.id), col(event.number) == newest)


def _follows(event: type[EnrollmentEvent], other: type[EnrollmentEvent]) -> ColumnElement[bool]:
    return and_(
        col(event.enrollment_id) == col(other.enrollment_id),
        col(event.number) == col(other.number) + 1,
    )


def _is_primary() -> ColumnElement[bool]:
    return and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
