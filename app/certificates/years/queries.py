"""Reads who took part in accredited activities, and what these offered: seven statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.make_ups.queries import stands
from app.casework.models import Attendance, MakeUp
from app.casework.queries import was_there
from app.certificates.alterations.queries import is_altered
from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.certificates.snapshot import CertificateKind
from app.certificates.years.rules import (
    CountedActivity,
    CountedIn,
    DesignatedSince,
    HeldSession,
    TookPart,
)
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published, reached
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ComponentKind
from app.credit.models import Activity, Claim, Component, CreditSystem, Designation
from app.credit.queries import NEWEST_ACTIVITY
from app.learning.models import Attestation
from app.learning.signatures.queries import is_live as is_signed
from app.people.models import Person
from app.people.providers.models import Provider
from app.people.roles import Reach


class _Awarded(NamedTuple):
    quarters: int = 0
    system: CountedIn | None = None


def activities_of(
    session: Session, coordinates: Reach, officer: Reach, now: datetime
) -> list[CountedActivity]:
    """The activities of the cohorts that somebody coordinates, or of their providers."""
    rows = session.execute(
        select(Activity, Cohort, Provider)
        .join(Cohort, col(Cohort.id) == col(Activity.cohort_id))
        .join(Provider, col(Provider.id) == col(Activity.provider_id))
        .where(
            NEWEST_ACTIVITY,
            is_published(),
            or_(reached(coordinates), col(Activity.provider_id).in_(officer.providers)),
        )
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    ).all()
    cohorts = [row.Cohort.id for row in rows]
    components = _components(session, [row.Activity.id for row in rows])
    designated = _designated(session, cohorts)
    sessions, modules = _sessions(session, cohorts, now), _modules(session, cohorts, now)
    return [
        _activity(
            row,
            components[row.Activity.id],
            designated[row.Cohort.id],
            sessions[row.Cohort.id],
            modules,
        )
        for row in rows
    ]


def _activity(
    row: Any,
    components: list[Component],
    designated: list[DesignatedSince],
    sessions: list[HeldSession],
    modules: Mapping[UUID, list[datetime]],
) -> CountedActivity:
    own, cohort, provider = row.Activity, row.Cohort, row.Provider
    since = own.approved_at
    approved = ApprovedActivity(own, tuple(components))
    rates = {part.kind: approved.rates_of(part) for part in components}
    return CountedActivity(
        cohort_id=cohort.id,
        cohort=cohort.title,
        slug=cohort.slug,
        title=own.title,
        provider=own.provider,
        zone=provider.zone,
        designated=designated,
        session_rates=rates.get(ComponentKind.SESSION, ()),
        module_rates=rates.get(ComponentKind.MODULE, ()),
        sessions=[held for held in sessions if held.starts_at >= since],
        modules=[at for at in modules[cohort.id] if at >= since],
    )


def _components(session: Session, activity_ids: Collection[UUID]) -> Mapping[UUID, list[Component]]:
    found: defaultdict[UUID, list[Component]] = defaultdict(list)
    for part in session.scalars(
        select(Component).where(col(Component.activity_id).in_(activity_ids))
    ):
        found[part.activity_id].append(part)
    return found


def _designated(
    session: Session, cohort_ids: Collection[UUID]
) -> Mapping[UUID, list[DesignatedSince]]:
    rows = session.scalars(
        select(Activity)
        .where(col(Activity.cohort_id).in_(cohort_ids))
        .order_by(col(Activity.version))
    )
    found: defaultdict[UUID, list[DesignatedSince]] = defaultdict(list)
    for own in rows:
        found[own.cohort_id].append(DesignatedSince(own.said_at, own.designated_quarters))
    return found


def _sessions(
    session: Session, cohort_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, list[HeldSession]]:
    rows = session.execute(
        select(col(Unit.cohort_id), col(CaseSession.starts_at), col(CaseSession.minutes))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(
            col(Unit.cohort_id).in_(cohort_ids),
            col(CaseSession.canceled_at).is_(None),
            col(CaseSession.starts_at) <= now,
        )
    )
    found: defaultdict[UUID, list[HeldSession]] = defaultdict(list)
    for row in rows:
        found[row.cohort_id].append(HeldSession(row.starts_at, row.minutes))
    return found


def _modules(
    session: Session, cohort_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, list[datetime]]:
    rows = session.execute(
        select(col(Unit.cohort_id), col(Unit.opens_at)).where(
            col(Unit.cohort_id).in_(cohort_ids),
            col(Unit.module_version_id).is_not(None),
            col(Unit.opens_at) <= now,
        )
    )
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for row in rows:
        found[row.cohort_id].append(row.opens_at)
    return found


def took_part(session: Session, cohort_ids: Collection[UUID], now: datetime) -> list[TookPart]:
    """Everybody who took part in one of some cohorts, with their credit: two statements."""
    awarded = _awarded(session, cohort_ids)
    each = union_all(*(found.where(col(Cohort.id).in_(cohort_ids)) for found in _parts(now)))
    part = each.subquery()
    rows = session.execute(
        select(
            part.c.enrollment_id,
            col(Enrollment.cohort_id),
            col(Person.profession),
            func.max(part.c.at).label("last_at"),
        )
        .join(Enrollment, col(Enrollment.id) == part.c.enrollment_id)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .group_by(part.c.enrollment_id, col(Enrollment.cohort_id), col(Person.profession))
    )
    return [
        TookPart(
            row.cohort_id,
            row.profession,
            row.last_at,
            *awarded.get(row.enrollment_id, _Awarded()),
        )
        for row in rows
    ]


def _parts(now: datetime) -> list[Select[*tuple[Any, ...]]]:
    """Whoever took part, and when: by each session, make-up and signature."""
    held = col(CaseSession.starts_at)
    attended = _since_approved(
        select(col(Attendance.enrollment_id), held.label("at"))
        .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .where(was_there(), col(CaseSession.canceled_at).is_(None), held <= now, ~_led_it()),
        held,
    )
    made_up = _since_approved(
        select(col(MakeUp.enrollment_id), col(MakeUp.made_at).label("at"))
        .join(Enrollment, col(Enrollment.id) == col(MakeUp.enrollment_id))
        .where(stands()),
        col(MakeUp.made_at),
    )
    signed = _since_approved(
        select(col(Attestation.enrollment_id), col(Attestation.signed_at).label("at"))
        .join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
        .where(is_signed()),
        col(Attestation.signed_at),
    )
    return [attended, made_up, signed]


def _led_it() -> ColumnElement[bool]:
    return exists().where(
        col(SessionPart.case_session_id) == col(CaseSession.id),
        col(SessionPart.person_id) == col(Enrollment.person_id),
    )


def _since_approved(
    found: Select[*tuple[Any, ...]], at: SQLColumnExpression[datetime]
) -> Select[*tuple[Any, ...]]:
    """Only what happened once the activity of the cohort was approved."""
    return (
        found.join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Activity, and_(col(Activity.cohort_id) == col(Cohort.id), NEWEST_ACTIVITY))
        .where(at >= col(Activity.approved_at))
    )


def _awarded(session: Session, cohort_ids: Collection[UUID]) -> Mapping[UUID, _Awarded]:
    """What certificates of credit award that hold and can be confirmed, by enrollment."""
    rows = session.execute(
        select(
            col(Certificate.enrollment_id),
            col(Claim.quarters),
            col(CreditSystem.key),
            col(CreditSystem.unit_many),
        )
        .join(Claim, col(Claim.id) == col(Certificate.claim_id))
        .join(Designation, col(Designation.activity_id) == col(Claim.activity_id))
        .join(
            CreditSystem,
            and_(
                col(CreditSystem.id) == col(Designation.system_id),
                col(CreditSystem.key) == col(Claim.credit_system),
            ),
        )
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .where(
            col(Enrollment.cohort_id).in_(cohort_ids),
            col(Certificate.kind) == CertificateKind.CME_CREDIT,
            is_live(),
            ~is_altered(),
        )
    )
    return {
        row.enrollment_id: _Awarded(row.quarters, CountedIn(row.key, row.unit_many)) for row in rows
    }
