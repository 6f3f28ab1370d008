"""Reads of the policy, of holds, and of what there is of a cohort."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.certificates.queries import PLACES
from app.cohorts.models import Cohort, Enrollment, Program
from app.cohorts.queries import is_published, reached
from app.core.db import records
from app.credit.models import Activity
from app.credit.queries import NEWEST_ACTIVITY
from app.history.retention.ending.queries import announced_at, deleted_at, goes_from
from app.history.retention.enums import RetentionState
from app.history.retention.last_days.queries import last_moments
from app.history.retention.leading.queries import leads
from app.history.retention.models import (
    RetentionHold,
    RetentionHoldEnd,
    RetentionPolicy,
)
from app.history.retention.rules import (
    USUAL_YEARS,
    CohortKept,
    Retained,
    in_order,
    last_year_due,
)
from app.people.models import Person
from app.people.providers.models import Provider
from app.people.roles import Reach
from app.studies.models import ProjectCohort


class DueCounts(NamedTuple):
    """Of how many cohorts the retention period is over, and how many wait for the command."""

    due: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class PolicySet:
    """A version of the policy, and who set it."""

    retention_policy: RetentionPolicy
    person: Person


@dataclass(frozen=True)
class HoldPlaced:
    """A hold on a cohort, who placed it, and how it ended, if it did."""

    retention_hold: RetentionHold
    person: Person
    retention_hold_end: RetentionHoldEnd | None


def policies(session: Session) -> list[PolicySet]:
    """Every version, the newest first."""
    found = select(RetentionPolicy, Person).join(Person, col(Person.id) == col(RetentionPolicy.by))
    return records(session.execute(found.order_by(col(RetentionPolicy.version).desc())), PolicySet)


def newest_policy(session: Session) -> RetentionPolicy | None:
    """The version that holds; None while nobody set one."""
    newest = select(RetentionPolicy).order_by(col(RetentionPolicy.version).desc()).limit(1)
    return session.scalars(newest).first()


def years_kept(session: Session) -> int:
    """For how many whole years records are kept."""
    newest = newest_policy(session)
    return newest.years if newest else USUAL_YEARS


def holds_of(session: Session, cohort_id: UUID) -> list[HoldPlaced]:
    """Every hold on a cohort, the newest first."""
    found = (
        select(RetentionHold, Person, RetentionHoldEnd)
        .join(Person, col(Person.id) == col(RetentionHold.by))
        .outerjoin(RetentionHoldEnd, col(RetentionHoldEnd.hold_id) == col(RetentionHold.id))
        .where(col(RetentionHold.cohort_id) == cohort_id)
        .order_by(col(RetentionHold.edition).desc())
    )
    return records(session.execute(found), HoldPlaced)


def live_hold(session: Session, cohort_id: UUID) -> RetentionHold | None:
    """The hold on a cohort that was not ended."""
    own = select(RetentionHold).where(col(RetentionHold.cohort_id) == cohort_id, _stands())
    return session.scalars(own).first()


def count_holds(session: Session, cohort_id: UUID) -> int:
    """How many holds were placed on a cohort, ended or not."""
    own = select(func.count()).where(col(RetentionHold.cohort_id) == cohort_id)
    return session.scalar(own) or 0


def _stands() -> ColumnElement[bool]:
    return ~exists().where(col(RetentionHoldEnd.hold_id) == col(RetentionHold.id))


def _is_held() -> ColumnElement[bool]:
    return exists().where(col(RetentionHold.cohort_id) == col(Cohort.id), _stands())


def _is_studied() -> ColumnElement[bool]:
    return exists().where(col(ProjectCohort.cohort_id) == col(Cohort.id))


def _leads_to_kept() -> ColumnElement[bool]:
    """Whether transfers lead from a cohort to one that is held or studied."""
    led = leads().subquery()
    held = select(col(RetentionHold.cohort_id)).where(_stands())
    kept = union(held, select(col(ProjectCohort.cohort_id)))
    return exists().where(led.c.origin == col(Cohort.id), led.c.cohort_id.in_(kept))


def due_or_held(session: Session, now: datetime, reach: Reach | None = None) -> list[Retained]:
    """The cohorts that are due or soon due, kept for a study at that time, or held.

    Three statements. `reach`: None for all.
    """
    years = years_kept(session)
    until = datetime(last_year_due(now.date(), years) + 1, 1, 2, tzinfo=UTC)
    own = reached(reach) if reach else true()
    listed = own & or_(col(Cohort.closes_at) < until, _is_held())
    return in_order(_kept(session, listed), years, now)


def count_due(session: Session, now: datetime) -> DueCounts:
    """Of how many cohorts the retention period is over: three statements."""
    found = due_or_held(session, now)
    due = (RetentionState.DUE, RetentionState.ANNOUNCED)
    return DueCounts(
        sum(own.state in due for own in found), sum(own.waits_for_command for own in found)
    )


def kept_among(session: Session, cohort_ids: Collection[UUID]) -> list[CohortKept]:
    """Some cohorts that were published: two statements."""
    return _kept(session, col(Cohort.id).in_(cohort_ids))


def kept_of(session: Session, slug: str) -> CohortKept | None:
    """One cohort that was published: two statements."""
    return next(iter(_kept(session, col(Cohort.slug) == slug)), None)


def _kept(session: Session, which: ColumnElement[bool]) -> list[CohortKept]:
    rows = session.execute(_cohorts().where(which, is_published())).all()
    last = last_moments(session, [row.cohort_id for row in rows])
    return [
        CohortKept(
            last_at=last[row.cohort_id].at,
            last_here_at=last[row.cohort_id].here_at,
            **row._mapping,
        )
        for row in rows
    ]


def _cohorts() -> Select[*tuple[Any, ...]]:
    people = select(func.count()).where(
        col(Enrollment.cohort_id) == col(Cohort.id), col(Enrollment.enrolled_at).is_not(None)
    )
    on_activity = (col(Activity.cohort_id) == col(Cohort.id)) & NEWEST_ACTIVITY
    return (
        select(
            col(Cohort.id).label("cohort_id"),
            col(Cohort.program_id).label("program_id"),
            col(Cohort.slug).label("slug"),
            col(Cohort.title).label("title"),
            col(Program.title).label("program"),
            func.coalesce(col(Provider.zone), col(Cohort.zone)).label("zone"),
            people.scalar_subquery().label("people"),
            _issued().label("certificates"),
            _is_held().label("is_held"),
            _is_studied().label("is_studied"),
            _leads_to_kept().label("leads_to_kept"),
            goes_from().label("goes_from"),
            announced_at().label("announced_at"),
            deleted_at().label("deleted_at"),
        )
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .outerjoin(Activity, on_activity)
        .outerjoin(Provider, col(Provider.id) == col(Activity.provider_id))
    )


def _issued() -> ColumnElement[int]:
    """How many certificates a cohort has, of learners and of who led its sessions."""
    learners, teachers = (
        select(func.count())
        .select_from(Certificate)
        .join(of, col(of.id) == key)
        .where(col(of.cohort_id) == col(Cohort.id))
        .scalar_subquery()
        for of, key in PLACES
    )
    return learners + teachers
