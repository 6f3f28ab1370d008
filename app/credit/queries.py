"""Reads about credit: the ledgers of a cohort, its activity, and claims.

What every page about progress asks is built once; "of some" keeps it to some enrollments.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import is_barred
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.queries import came_by_transfer, is_enrolled
from app.cohorts.models import Cohort, Enrollment, Program
from app.core.db import plain_rows
from app.core.errors import NotFoundError
from app.credit.carried.queries import carried_by, named
from app.credit.carried.rules import GoesAlong, goes_along
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ComponentKind
from app.credit.facts.asked.rules import Asked
from app.credit.facts.queries import COHORT, PLACE, Facts, Place, done_in, facts_of
from app.credit.ledger import Extension, Ledger, UnitLedger, with_carried
from app.credit.models import (
    Activity,
    Claim,
    ClaimExtension,
    ClaimExtensionWithdrawal,
    ClaimWithdrawal,
    Component,
    CreditSystem,
    Designation,
)
from app.credit.since.rules import as_known_now
from app.credit.status.rules import CreditStatus, assess
from app.credit.systems.queries import IN_ORDER
from app.credit.systems.rules import Designated
from app.language.names import list_name
from app.packs.schema import PolicyData
from app.people.models import Person


def standings(
    session: Session,
    cohort_id: UUID,
    policy: PolicyData,
    now: datetime,
    enrollment_ids: Collection[UUID] | None = None,
) -> dict[UUID, CreditStatus]:
    """How everybody of a cohort stands, by enrollment: five statements for any number of people."""
    approved = activity_of(session, cohort_id)
    claims = live_claims(session, cohort_id, enrollment_ids)
    former = claimed_before(session, claims.values(), [approved])
    return {
        key: assess(ledger, policy, approved, claims.get(key), now, former.get(key))
        for key, ledger in ledgers(session, cohort_id, enrollment_ids).items()
    }


def standing(
    session: Session, cohort_id: UUID, enrollment_id: UUID, policy: PolicyData, now: datetime
) -> CreditStatus:
    """How one enrollment stands, to others than the person.

    Raises `NotFoundError` for who has left, also since the caller looked.
    """
    found = standings(session, cohort_id, policy, now, [enrollment_id]).get(enrollment_id)
    if found is None:
        raise NotFoundError
    return found


def own_standing(
    session: Session, cohort_id: UUID, enrollment_id: UUID, policy: PolicyData, now: datetime
) -> CreditStatus:
    """How somebody stands themselves: by it they claim, and it is told to them alone.

    Raises `NotFoundError` for who has left, also since the caller looked.
    """
    ledger = own_ledger(session, cohort_id, enrollment_id)
    approved = activity_of(session, cohort_id)
    claim = live_claims(session, cohort_id, [enrollment_id]).get(enrollment_id)
    former = claimed_before(session, [claim] if claim else [], [approved])
    return assess(ledger, policy, approved, claim, now, former.get(enrollment_id))


def own_standings(
    session: Session, places: Sequence[LearnerInCohort], now: datetime
) -> dict[UUID, CreditStatus]:
    """The same of each place of one person, by enrollment: five statements for all.

    Nothing of a place that was left, or never taken.
    """
    return _standings(session, {place.enrollment.id: place for place in places}, now, own=True)


def standings_of_places(
    session: Session, places: Sequence[LearnerInCohort], now: datetime
) -> dict[UUID, CreditStatus]:
    """How one person stands in each of their places, to others: five statements for all.

    Nothing of a place that was left, or never taken.
    """
    return standings_among(session, {place.enrollment.id: place for place in places}, now)


def standings_among(
    session: Session, here: Mapping[UUID, CohortContext], now: datetime
) -> dict[UUID, CreditStatus]:
    """How some enrollments stand, each in its cohort: five statements for all.

    Nothing of a place that was left, or never taken.
    """
    return _standings(session, here, now, own=False)


def standings_ever(
    session: Session, here: Mapping[UUID, CohortContext], now: datetime
) -> dict[UUID, CreditStatus]:
    """The same with places that were left: what somebody earned there stays theirs.

    The caller names no place that was never taken.
    """
    return _standings(session, here, now, own=False, ever=True)


def _standings(
    session: Session,
    here: Mapping[UUID, CohortContext],
    now: datetime,
    *,
    own: bool,
    ever: bool = False,
) -> dict[UUID, CreditStatus]:
    """`ever`: also of who has left."""
    approved = activities_in(session, {place.cohort.id for place in here.values()})
    asked = {"enrollment_ids": list(here)}
    facts, people, claimed = (
        (_FACTS_EVER, _PEOPLE_EVER, _CLAIMS_EVER)
        if ever
        else (_FACTS_OF_PLACES, _PEOPLE_OF_PLACES, _CLAIMS_OF_PLACES)
    )
    claims = {claim.enrollment_id: claim for claim in session.scalars(claimed, asked)}
    former = claimed_before(session, claims.values(), approved.values())
    found = _ledgers(session, facts, people, asked, own=own)
    return {
        key: assess(
            ledger,
            here[key].policy,
            approved.get(here[key].cohort.id),
            claims.get(key),
            now,
            former.get(key),
        )
        for key, ledger in found.items()
    }


EXTENSION_HOLDS = ~exists().where(
    col(ClaimExtensionWithdrawal.extension_id) == col(ClaimExtension.id)
)
"""That what somebody was given for their claim was not taken back."""
_IN_COHORT = and_(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())
_AMONG_SOME = col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True))
_PEOPLE_OF_ALL: Select[*tuple[Any, ...]] = (
    select(
        PLACE,
        COHORT,
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
        col(Cohort.zone),
        col(Cohort.archived_at),
        came_by_transfer().label("came_by_transfer"),
        is_barred().label("is_barred"),
        col(ClaimExtension.until).label("extended_until"),
        col(ClaimExtension.waives_evaluation),
        col(ClaimExtension.waives_completion),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .outerjoin(
        ClaimExtension,
        and_(col(ClaimExtension.enrollment_id) == col(Enrollment.id), EXTENSION_HOLDS),
    )
    .order_by(col(Person.search_name), col(Person.id))
)
_FACTS, _PEOPLE = facts_of(_IN_COHORT), _PEOPLE_OF_ALL.where(_IN_COHORT)
_PLACES = and_(_AMONG_SOME, is_enrolled())
_FACTS_OF_PLACES, _PEOPLE_OF_PLACES = facts_of(_PLACES), _PEOPLE_OF_ALL.where(_PLACES)
_FACTS_EVER, _PEOPLE_EVER = facts_of(_AMONG_SOME), _PEOPLE_OF_ALL.where(_AMONG_SOME)
_IN_COHORT_SOME = and_(_IN_COHORT, _AMONG_SOME)
_FACTS_OF_SOME, _PEOPLE_OF_SOME = facts_of(_IN_COHORT_SOME), _PEOPLE_OF_ALL.where(_IN_COHORT_SOME)


def ledgers(
    session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID] | None = None
) -> dict[UUID, Ledger]:
    """The ledgers of a cohort by enrollment, in order of family name; none of who withdrew.

    Three statements: the people, the schedule, and what each of them did; five more where somebody
    came by a transfer. They say of evaluations what others than the person are told.
    """
    asked = {"cohort_id": cohort_id, "enrollment_ids": enrollment_ids}
    if enrollment_ids is None:
        return _ledgers(session, _FACTS, _PEOPLE, asked, own=False)
    return _ledgers(session, _FACTS_OF_SOME, _PEOPLE_OF_SOME, asked, own=False)


def own_ledger(session: Session, cohort_id: UUID, enrollment_id: UUID) -> Ledger:
    """Somebody's own ledger, for themselves and for what they do: with all that is so.

    Raises `NotFoundError` for who has left, also since the caller looked.
    """
    asked = {"cohort_id": cohort_id, "enrollment_ids": [enrollment_id]}
    found = _ledgers(session, _FACTS_OF_SOME, _PEOPLE_OF_SOME, asked, own=True)
    if enrollment_id not in found:
        raise NotFoundError
    return found[enrollment_id]


def ledgers_among(session: Session, enrollment_ids: Collection[UUID]) -> dict[UUID, Ledger]:
    """The ledgers of some enrollments of any cohorts; none of who withdrew. No statement for none.

    The same statements as for those of one cohort.
    """
    if not enrollment_ids:
        return {}
    asked = {"enrollment_ids": list(enrollment_ids)}
    return _ledgers(session, _FACTS_OF_PLACES, _PEOPLE_OF_PLACES, asked, own=False)


def work_elsewhere(
    session: Session, place: Enrollment | None, others: Sequence[Cohort]
) -> list[GoesAlong]:
    """What of the work that counts in a place would count in other cohorts; nothing for none.

    Four statements for any number of cohorts; five more where they came by a transfer.
    """
    if place is None or not others:
        return []
    found = ledgers_among(session, [place.id]).get(place.id)
    cohorts = named(session, [place.cohort_id, *(other.id for other in others)])
    if found is None or place.cohort_id not in cohorts:
        return []
    here = cohorts.pop(place.cohort_id)
    there = (cohorts[other.id] for other in others if other.id in cohorts)
    return [goes_along(found.units, here, other) for other in there]


def _ledgers(
    session: Session,
    facts: Facts,
    people: Select[*tuple[Any, ...]],
    asked: Mapping[str, Any],
    *,
    own: bool,
) -> dict[UUID, Ledger]:
    found = plain_rows(session, people, asked).all()
    places = (Place(row.place, row.cohort, row.enrolled_at) for row in found)
    done = done_in(session, facts, asked, places, own=own)
    carried = carried_by(session, [row.id for row in found if row.came_by_transfer])
    return {
        row.id: _ledger(
            row,
            with_carried(done[row.place].units, carried.get(row.id, {})),
            done[row.place].asked,
        )
        for row in found
    }


def _ledger(row: Row[*tuple[Any, ...]], units: tuple[UnitLedger, ...], asked: Asked) -> Ledger:
    return Ledger(
        enrollment_id=row.id,
        person_id=row.person_id,
        name=list_name(row.given_name, row.family_name),
        profession=row.profession,
        profession_verified_at=row.profession_verified_at,
        enrolled_at=row.enrolled_at,
        closes_at=row.closes_at,
        unit_label=row.unit_label,
        units=units,
        archived_at=row.archived_at,
        surveys_done=frozenset(asked.done),
        surveys_withheld=frozenset(asked.withheld),
        surveys_closing=asked.closing,
        zone=row.zone,
        extension=_extension(row),
        has_sessions=not row.is_barred,
    )


def _extension(row: Row[*tuple[Any, ...]]) -> Extension | None:
    if row.extended_until is None:
        return None
    return Extension(row.extended_until, row.waives_evaluation, row.waives_completion)


_NEWER_ACTIVITY = Activity.__table__.alias()  # type: ignore[attr-defined]
NEWEST_ACTIVITY = ~exists().where(
    _NEWER_ACTIVITY.c.cohort_id == col(Activity.cohort_id),
    _NEWER_ACTIVITY.c.version > col(Activity.version),
)
"""That an activity is the newest version of its cohort's."""
_VERSIONS: Select[Activity, Component, Designation, CreditSystem] = (
    select(Activity, Component, Designation, CreditSystem)
    .outerjoin(Component, col(Component.activity_id) == col(Activity.id))
    .outerjoin(Designation, col(Designation.activity_id) == col(Activity.id))
    .outerjoin(CreditSystem, col(CreditSystem.id) == col(Designation.system_id))
    .order_by(
        col(Component.kind) == ComponentKind.ENDURING,
        col(Component.kind),
        *IN_ORDER,
    )
)
_ACTIVITIES = _VERSIONS.where(NEWEST_ACTIVITY)
_ACTIVITY = _ACTIVITIES.where(col(Activity.cohort_id) == bindparam("cohort_id"))


def activity_of(session: Session, cohort_id: UUID) -> ApprovedActivity | None:
    """The newest version of a cohort's activity with its components, modules first."""
    found = _approved(session.execute(_ACTIVITY, {"cohort_id": cohort_id}))
    return next(iter(found.values()), None)


def versions_of(session: Session, cohort_id: UUID) -> dict[UUID, ApprovedActivity]:
    """Every version of a cohort's activity, by its id."""
    return _approved(session.execute(_VERSIONS.where(col(Activity.cohort_id) == cohort_id)))


def activity_version(session: Session, activity_id: UUID) -> ApprovedActivity:
    """One version of an activity, as something that was claimed in it names it."""
    return _approved(session.execute(_VERSIONS.where(col(Activity.id) == activity_id)))[activity_id]


def claimed_before(
    session: Session, claims: Iterable[Claim], in_force: Iterable[ApprovedActivity | None]
) -> dict[UUID, ApprovedActivity]:
    """The version of each claim that was made in another than is in force now, by enrollment.

    Where the day of its approval was corrected since, it says the right one (`as_known_now`). One
    statement; none where nobody claimed before a change.
    """
    known = [approved.activity for approved in in_force if approved is not None]
    newest = {own.id for own in known}
    of = {own.enrollment_id: own.activity_id for own in claims if own.activity_id not in newest}
    if not of:
        return {}
    found = _approved(session.execute(_VERSIONS.where(col(Activity.id).in_(set(of.values())))))
    now = {own.cohort_id: own for own in known}
    right = {key: as_known_now(own, now.get(own.activity.cohort_id)) for key, own in found.items()}
    return {key: right[activity_id] for key, activity_id in of.items()}


def activities_in(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, ApprovedActivity]:
    """The newest version of the activity of each cohort that has one."""
    found = _approved(session.execute(_ACTIVITIES.where(col(Activity.cohort_id).in_(cohort_ids))))
    return {approved.activity.cohort_id: approved for approved in found.values()}


_Parts = dict[UUID, Component]
_Designated = dict[UUID, Designated]


def _approved(
    rows: Iterable[Row[Activity, Component | None, Designation | None, CreditSystem | None]],
) -> dict[UUID, ApprovedActivity]:
    """By the id of the version. Each component stands beside each designation."""
    found: dict[UUID, tuple[Activity, _Parts, _Designated]] = {}
    for activity, component, designation, system in rows:
        _, parts, designated = found.setdefault(activity.id, (activity, {}, {}))
        if component is not None:
            parts[component.id] = component
        if designation is not None and system is not None:
            designated[designation.id] = Designated(
                system, designation.max_quarters, designation.statement, designation.since
            )
    return {
        key: ApprovedActivity(activity, tuple(parts.values()), tuple(designated.values()))
        for key, (activity, parts, designated) in found.items()
    }


NOT_WITHDRAWN = ~exists().where(col(ClaimWithdrawal.claim_id) == col(Claim.id))
"""That a claim holds."""
_CLAIMS: Select[Claim] = (
    select(Claim)
    .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
    .where(_IN_COHORT, NOT_WITHDRAWN)
)
_CLAIMS_OF_PLACES: Select[Claim] = (
    select(Claim)
    .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
    .where(_PLACES, NOT_WITHDRAWN)
)
_CLAIMS_EVER: Select[Claim] = (
    select(Claim)
    .join(Enrollment, col(Enrollment.id) == col(Claim.enrollment_id))
    .where(_AMONG_SOME, NOT_WITHDRAWN)
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
    claimed = exists().where(col(Claim.enrollment_id) == enrollment_id, NOT_WITHDRAWN)
    return bool(session.scalar(select(claimed)))


def live_claim(session: Session, enrollment_id: UUID) -> Claim | None:
    """The claim of an enrollment that was not taken back. To act on it, lock the enrollment."""
    own = select(Claim).where(col(Claim.enrollment_id) == enrollment_id, NOT_WITHDRAWN)
    return session.scalar(own)


def count_claims(session: Session, enrollment_id: UUID) -> int:
    """How many claims an enrollment has ever made, those taken back included."""
    count = select(func.count()).where(col(Claim.enrollment_id) == enrollment_id)
    return session.scalar(count) or 0
