"""Reads of mentees: those of a learner, those who agreed, and one by the link of a letter."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment
from app.people.models import Person
from app.studies.enums import RaterStep
from app.studies.models import Project
from app.studies.queries import Studied
from app.studies.raters.models import Rater, RaterEvent


@dataclass(frozen=True)
class RaterStand:
    """A mentee, what they did last, and whether another one took their place."""

    rater: Rater
    step: RaterStep | None
    number: int
    """Of that step; 0 before the first."""
    is_current: bool

    @property
    def has_agreed(self) -> bool:
        """Whether they can be asked."""
        return self.step is RaterStep.AGREED


@dataclass(frozen=True)
class RaterCase:
    """Everything that a mentee's own page is about."""

    stand: RaterStand
    project: Project
    cohort: Cohort
    enrollment: Enrollment
    """Of whoever named them."""
    mentor: Person

    @property
    def place(self) -> Studied:
        """The place of whoever named them, in the study."""
        return Studied(self.project, self.cohort, self.enrollment)


def _newest_event() -> ColumnElement[bool]:
    newer = aliased(RaterEvent)
    return and_(
        col(RaterEvent.rater_id) == col(Rater.id),
        ~exists().where(
            col(newer.rater_id) == col(RaterEvent.rater_id),
            col(newer.number) > col(RaterEvent.number),
        ),
    )


def _replaced() -> ColumnElement[bool]:
    newer = aliased(Rater)
    return exists().where(
        col(newer.project_id) == col(Rater.project_id),
        col(newer.enrollment_id) == col(Rater.enrollment_id),
        col(newer.edition) > col(Rater.edition),
    )


def raters_named(session: Session, project_id: UUID, enrollment_id: UUID) -> list[Rater]:
    """All whom somebody named for a project, the newest first."""
    found = (
        select(Rater)
        .where(col(Rater.project_id) == project_id, col(Rater.enrollment_id) == enrollment_id)
        .order_by(col(Rater.edition).desc())
    )
    return list(session.scalars(found))


def current_raters(
    session: Session, project_id: UUID, enrollment_ids: Collection[UUID]
) -> dict[UUID, RaterStand]:
    """Who is named now, by the enrollment of who named them: one statement."""
    found = (
        select(Rater, RaterEvent)
        .outerjoin(RaterEvent, _newest_event())
        .where(
            col(Rater.project_id) == project_id,
            col(Rater.enrollment_id).in_(list(enrollment_ids)),
            ~_replaced(),
        )
    )
    rows = session.execute(found)
    return {rater.enrollment_id: _stand(rater, event, replaced=False) for rater, event in rows}


def case_of(session: Session, rater_id: UUID) -> RaterCase | None:
    """A mentee with who named them and for what."""
    found = (
        select(
            Rater, RaterEvent, _replaced().label("replaced"), Project, Cohort, Enrollment, Person
        )
        .select_from(Rater)
        .outerjoin(RaterEvent, _newest_event())
        .join(Project, col(Project.id) == col(Rater.project_id))
        .join(Enrollment, col(Enrollment.id) == col(Rater.enrollment_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Rater.id) == rater_id)
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return None
    rater, event, replaced, project, cohort, enrollment, mentor = row
    stand = _stand(rater, event, replaced=replaced)
    return RaterCase(stand, project, cohort, enrollment, mentor)


def said_no(session: Session, project_id: UUID, address_mark: str) -> bool:
    """Whether somebody with this address wants none of a project's mail."""
    refused = (RaterStep.DECLINED, RaterStep.STOPPED)
    found = (
        select(col(RaterEvent.id))
        .join(Rater, col(Rater.id) == col(RaterEvent.rater_id))
        .where(
            col(Rater.project_id) == project_id,
            col(Rater.address_mark) == address_mark,
            col(RaterEvent.step).in_(refused),
        )
        .limit(1)
    )
    return session.scalar(found) is not None


def lock_rater(session: Session, rater_id: UUID) -> Rater:
    """A mentee's row, locked until commit."""
    found = select(Rater).where(col(Rater.id) == rater_id).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()


def _stand(rater: Rater, event: RaterEvent | None, *, replaced: bool) -> RaterStand:
    step, number = (event.step, event.number) if event else (None, 0)
    return RaterStand(rater, step, number, is_current=not replaced)
