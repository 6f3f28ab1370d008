"""Reads about credit: the ledgers of a cohort, its activity, and claims.

What every page about progress asks is built once; "of some" keeps it to some enrollments.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.queries import is_expected
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, Program, SessionPart, Unit
from app.core.db import EnumText, plain_rows, record_of
from app.core.errors import NotFoundError
from app.credit import rules
from app.credit.ledger import Ledger, UnitLedger
from app.credit.models import Activity, Claim, ClaimWithdrawal, Component
from app.credit.rules import ApprovedActivity, CreditStatus
from app.language.names import full_name
from app.learning.models import Attestation
from app.learning.signatures.queries import is_live
from app.packs.schema import PolicyData
from app.people.models import Person


def standings(
    session: Session,
    cohort_id: UUID,
    policy: PolicyData,
    now: datetime,
    enrollment_ids: Collection[UUID] | None = None,
) -> dict[UUID, CreditStatus]:
    """How everybody of a cohort stands, by enrollment: four statements for any number of people."""
    approved = activity_of(session, cohort_id)
    claims = live_claims(session, cohort_id, enrollment_ids)
    return {
        enrollment_id: rules.assess(ledger, policy, approved, claims.get(enrollment_id), now)
        for enrollment_id, ledger in ledgers(session, cohort_id, enrollment_ids).items()
    }


def standing(
    session: Session, cohort_id: UUID, enrollment_id: UUID, policy: PolicyData, now: datetime
) -> CreditStatus:
    """How one enrollment stands.

    Raises `NotFoundError` for who has left, also since the caller looked.
    """
    found = standings(session, cohort_id, policy, now, [enrollment_id]).get(enrollment_id)
    if found is None:
        raise NotFoundError
    return found


def standings_of_places(
    session: Session, places: Sequence[LearnerInCohort], now: datetime
) -> dict[UUID, CreditStatus]:
    """How one person stands in each of their places, by enrollment: four statements for all.

    Nothing of a place that was left, or never taken.
    """
    return standings_among(session, {place.enrollment.id: place for place in places}, now)


def standings_among(
    session: Session, here: Mapping[UUID, CohortContext], now: datetime
) -> dict[UUID, CreditStatus]:
    """How some enrollments stand, each in its cohort: four statements for all.

    Nothing of a place that was left, or never taken.
    """
    approved = _activities(session, {place.cohort.id for place in here.values()})
    own = {"enrollment_ids": list(here)}
    claims = {claim.enrollment_id: claim for claim in session.scalars(_CLAIMS_OF_PLACES, own)}
    return {
        key: rules.assess(
            ledger, here[key].policy, approved.get(here[key].cohort.id), claims.get(key), now
        )
        for key, ledger in _ledgers(session, _FACTS_OF_PLACES, _PEOPLE_OF_PLACES, own).items()
    }


_IN_COHORT = and_(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())
_AMONG_SOME = col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True))
_ATTESTED = and_(
    col(Attestation.enrollment_id) == col(Enrollment.id),
    col(Attestation.unit_id) == col(Unit.id),
    is_live(),
)
_ATTENDED = and_(
    col(Attendance.enrollment_id) == col(Enrollment.id),
    col(Attendance.case_session_id) == col(CaseSession.id),
)
_LED = and_(
    col(SessionPart.person_id) == col(Enrollment.person_id),
    col(SessionPart.case_session_id) == col(CaseSession.id),
)
_PLACE = type_coerce(col(Enrollment.id), String).label("place")
"""As the driver has it: it only joins rows to each other."""
_FACTS_OF_ALL: Select[*tuple[Any, ...]] = (
    select(
        _PLACE,
        col(Unit.position),
        col(Unit.title),
        col(Unit.module_version_id).is_not(None).label("has_module"),
        col(Attestation.signed_at).label("attested_at"),
        col(CaseSession.starts_at),
        func.coalesce(col(CaseSession.minutes), 0).label("minutes_scheduled"),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        case(
            (
                col(MakeUp.id).is_not(None),
                literal(AttendanceStatus.MADE_UP, EnumText(AttendanceStatus)),
            ),
            else_=func.coalesce(col(Attendance.status), AttendanceStatus.NOT_RECORDED),
        ).label("status"),
        case((col(MakeUp.id).is_(None), col(Attendance.minutes))).label("minutes"),
        col(SessionPart.id).is_not(None).label("led_it"),
        or_(col(CaseSession.id).is_(None), is_expected()).label("expected"),
    )
    .select_from(Enrollment)
    .join(Unit, col(Unit.cohort_id) == col(Enrollment.cohort_id))
    .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .outerjoin(Attestation, _ATTESTED)
    .outerjoin(Attendance, _ATTENDED)
    .outerjoin(MakeUp, and_(*beside_mark()))
    .outerjoin(SessionPart, _LED)
    .order_by(col(Unit.position))
)
"""A `UnitLedger` for each enrollment and unit, units in order."""
_PEOPLE_OF_ALL: Select[*tuple[Any, ...]] = (
    select(
        _PLACE,
        col(Enrollment.id),
        col(Enrollment.enrolled_at),
        col(Person.id).label("person_id"),
        col(Person.given_name),
        col(Person.family_name),
        col(Person.degrees),
        col(Person.profession),
        col(Person.profession_verified_at),
        col(Cohort.closes_at),
        col(Cohort.unit_label),
        col(Cohort.archived_at),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .order_by(col(Person.family_name), col(Person.given_name), col(Person.id))
)
_FACTS, _PEOPLE = _FACTS_OF_ALL.where(_IN_COHORT), _PEOPLE_OF_ALL.where(_IN_COHORT)
_PLACES = and_(_AMONG_SOME, is_enrolled())
_FACTS_OF_PLACES, _PEOPLE_OF_PLACES = _FACTS_OF_ALL.where(_PLACES), _PEOPLE_OF_ALL.where(_PLACES)
_FACTS_OF_SOME, _PEOPLE_OF_SOME = _FACTS.where(_AMONG_SOME), _PEOPLE.where(_AMONG_SOME)


def ledgers(
    session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID] | None = None
) -> dict[UUID, Ledger]:
    """The ledgers of a cohort by enrollment, in order of family name; none of who withdrew.

    Two statements: the people, and what each of them did in every unit.
    """
    asked = {"cohort_id": cohort_id, "enrollment_ids": enrollment_ids}
    if enrollment_ids is None:
        return _ledgers(session, _FACTS, _PEOPLE, asked)
    return _ledgers(session, _FACTS_OF_SOME, _PEOPLE_OF_SOME, asked)


def _ledgers(
    session: Session,
    facts: Select[*tuple[Any, ...]],
    people: Select[*tuple[Any, ...]],
    asked: Mapping[str, Any],
) -> dict[UUID, Ledger]:
    units: defaultdict[str, list[UnitLedger]] = defaultdict(list)
    rows = plain_rows(session, facts, asked)
    unit_of = record_of(rows, UnitLedger)
    for row in rows.all():
        units[row.place].append(unit_of(row))
    found = plain_rows(session, people, asked)
    return {row.id: _ledger(row, tuple(units[row.place])) for row in found.all()}


def _ledger(row: Row[*tuple[Any, ...]], units: tuple[UnitLedger, ...]) -> Ledger:
    return Ledger(
        enrollment_id=row.id,
        person_id=row.person_id,
        name=full_name(row.given_name, row.family_name, row.degrees),
        profession=row.profession,
        profession_verified_at=row.profession_verified_at,
        enrolled_at=row.enrolled_at,
        closes_at=row.closes_at,
        unit_label=row.unit_label,
        units=units,
        archived_at=row.archived_at,
    )


_NEWER_ACTIVITY = Activity.__table__.alias()  # type: ignore[attr-defined]
_NEWEST_ACTIVITY = ~exists().where(
    _NEWER_ACTIVITY.c.cohort_id == col(Activity.cohort_id),
    _NEWER_ACTIVITY.c.version > col(Activity.version),
)
_ACTIVITIES: Select[Activity, Component] = (
    select(Activity, Component)
    .outerjoin(Component, col(Component.activity_id) == col(Activity.id))
    .where(_NEWEST_ACTIVITY)
    .order_by(col(Component.kind))
)
_ACTIVITY = _ACTIVITIES.where(col(Activity.cohort_id) == bindparam("cohort_id"))


def activity_of(session: Session, cohort_id: UUID) -> ApprovedActivity | None:
    """The newest version of a cohort's activity with its components, modules first."""
    return _approved(session.execute(_ACTIVITY, {"cohort_id": cohort_id})).get(cohort_id)


def _activities(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, ApprovedActivity]:
    """The newest version of the activity of each cohort that has one."""
    return _approved(session.execute(_ACTIVITIES.where(col(Activity.cohort_id).in_(cohort_ids))))


def _approved(rows: Iterable[Row[Activity, Component | None]]) -> dict[UUID, ApprovedActivity]:
    found: dict[UUID, ApprovedActivity] = {}
    for activity, component in rows:
        known = found.get(activity.cohort_id, ApprovedActivity(activity, ()))
        components = (*known.components, *([component] if component is not None else []))
        found[activity.cohort_id] = ApprovedActivity(activity, components)
    return found


_NOT_WITHDRAWN = ~exists().where(col(ClaimWithdrawal.claim_id) == col(Claim.id))
_CLAIMS: Select[Claim] = (
    select(Claim)
    .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
    .where(_IN_COHORT, _NOT_WITHDRAWN)
)
_CLAIMS_OF_PLACES: Select[Claim] = (
    select(Claim)
    .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
    .where(_PLACES, _NOT_WITHDRAWN)
)
_CLAIMS_OF_SOME = _CLAIMS.where(_AMONG_SOME)


def live_claims(
    session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID] | None = None
) -> dict[UUID, Claim]:
    """The claims of a cohort that were not taken back, by enrollment."""
    found = _CLAIMS if enrollment_ids is None else _CLAIMS_OF_SOME
    claims = session.scalars(found, {"cohort_id": cohort_id, "enrollment_ids": enrollment_ids})
    return {claim.enrollment_id: claim for claim in claims}


def has_claimed(session: Session, enrollment_id: UUID) -> bool:
    """Whether a live claim rests on what this enrollment did."""
    claimed = exists().where(col(Claim.enrollment_id) == enrollment_id, _NOT_WITHDRAWN)
    return bool(session.scalar(select(claimed)))


def live_claim(session: Session, enrollment_id: UUID) -> Claim | None:
    """The claim of an enrollment that was not taken back. To act on it, lock the enrollment."""
    own = select(Claim).where(col(Claim.enrollment_id) == enrollment_id, _NOT_WITHDRAWN)
    return session.scalar(own)


def count_claims(session: Session, enrollment_id: UUID) -> int:
    """How many claims an enrollment has ever made, those taken back included."""
    count = select(func.count()).where(col(Claim.enrollment_id) == enrollment_id)
    return session.scalar(count) or 0
