"""Reads of the policy, of holds, and of what there is of a cohort."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import MakeUp
from app.certificates.models import Certificate, CertificateEvent
from app.certificates.queries import PLACES
from app.cohorts.models import CaseSession, Cohort, Enrollment, Program, Unit
from app.cohorts.queries import is_published, reached
from app.core.db import records
from app.credit.models import Activity, Claim
from app.credit.queries import NEWEST_ACTIVITY
from app.history.retention.enums import RetentionState
from app.history.retention.models import RetentionHold, RetentionHoldEnd, RetentionPolicy
from app.history.retention.rules import (
    USUAL_YEARS,
    CohortKept,
    Retained,
    in_order,
    last_year_due,
)
from app.learning.models import Attestation
from app.people.models import Person
from app.people.providers.models import Provider
from app.people.roles import Reach
from app.studies.models import ProjectCohort


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


def due_or_held(session: Session, now: datetime, reach: Reach | None = None) -> list[Retained]:
    """The cohorts that are due, soon due or held: three statements. `reach`: None for all."""
    years = years_kept(session)
    until = datetime(last_year_due(now.date(), years) + 1, 1, 2, tzinfo=UTC)
    own = reached(reach) if reach else true()
    listed = own & or_(col(Cohort.closes_at) < until, _is_held())
    return in_order(_kept(session, listed), years, now)


def count_due(session: Session, now: datetime) -> int:
    """How many cohorts' records are due for deletion now: three statements."""
    found = due_or_held(session, now)
    return sum(own.state is RetentionState.DUE for own in found)


def kept_of(session: Session, slug: str) -> CohortKept | None:
    """One cohort that was published: two statements."""
    return next(iter(_kept(session, col(Cohort.slug) == slug)), None)


def _kept(session: Session, which: ColumnElement[bool]) -> list[CohortKept]:
    rows = session.execute(_cohorts().where(which, is_published())).all()
    last = _last_moments(session, [row.cohort_id for row in rows])
    return [CohortKept(last_at=last[row.cohort_id], **row._mapping) for row in rows]


def _cohorts() -> Select[*tuple[Any, ...]]:
    people = select(func.count()).where(col(Enrollment.cohort_id) == col(Cohort.id))
    learned, taught = (
        select(func.count())
        .select_from(Certificate)
        .join(of, col(of.id) == key)
        .where(col(of.cohort_id) == col(Cohort.id))
        .scalar_subquery()
        for of, key in PLACES
    )
    studied = exists().where(col(ProjectCohort.cohort_id) == col(Cohort.id))
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
            (learned + taught).label("certificates"),
            _is_held().label("is_held"),
            studied.label("is_studied"),
        )
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .outerjoin(Activity, on_activity)
        .outerjoin(Provider, col(Provider.id) == col(Activity.provider_id))
    )


def _last_moments(session: Session, cohort_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When anything of credit happened last, by cohort: one statement."""
    moments = union_all(*(found.where(col(Cohort.id).in_(cohort_ids)) for found in _moments()))
    each = moments.subquery()
    rows = session.execute(
        select(each.c.cohort_id, func.max(each.c.at).label("at")).group_by(each.c.cohort_id)
    )
    return {row.cohort_id: row.at for row in rows}


def _moments() -> Sequence[Select[*tuple[Any, ...]]]:
    """Of every cohort, each moment of its own kind."""
    of_places = (
        (Attestation, col(Attestation.signed_at)),
        (MakeUp, col(MakeUp.made_at)),
        (Claim, col(Claim.claimed_at)),
    )
    return [
        _moment(col(Cohort.closes_at)),
        _moment(col(CaseSession.starts_at))
        .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(col(CaseSession.canceled_at).is_(None)),
        *(
            _moment(at)
            .join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id))
            .join(kind, col(kind.enrollment_id) == col(Enrollment.id))
            for kind, at in of_places
        ),
        *(_issued(col(Certificate.issued_at), of, key) for of, key in PLACES),
        *(
            _issued(col(CertificateEvent.at), of, key).join(
                CertificateEvent, col(CertificateEvent.certificate_id) == col(Certificate.id)
            )
            for of, key in PLACES
        ),
    ]


def _issued(at: SQLColumnExpression[datetime], of: Any, key: Any) -> Select[*tuple[Any, ...]]:
    """A moment of each certificate that hangs on a kind of place."""
    there = _moment(at).join(of, col(of.cohort_id) == col(Cohort.id))
    return there.join(Certificate, key == col(of.id))


def _moment(at: SQLColumnExpression[datetime]) -> Select[*tuple[Any, ...]]:
    return select(col(Cohort.id).label("cohort_id"), at.label("at")).select_from(Cohort)
