"""Reads of what places carry from others: nothing more than what tells that there are none."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.queries import came_by_transfer
from app.cohorts.enrollments.rules import events_that_stand
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.models import Cohort, Enrollment, Unit
from app.content.models import ContentVersion
from app.core.db import plain_rows
from app.credit.carried import rules
from app.credit.carried.rules import Named, UnitTexts, Worked
from app.credit.facts.queries import facts_of_units
from app.credit.ledger import Carried, UnitLedger
from app.learning.models import Attestation
from app.learning.signatures.queries import is_live

_THEIRS = select(col(Enrollment.person_id)).where(
    col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True))
)
_EVENTS: Select[*tuple[Any, ...]] = (
    select(
        col(EnrollmentEvent.enrollment_id),
        col(EnrollmentEvent.kind),
        col(EnrollmentEvent.other_enrollment_id),
        col(Enrollment.cohort_id),
    )
    .join(Enrollment, col(Enrollment.id) == col(EnrollmentEvent.enrollment_id))
    .where(col(Enrollment.person_id).in_(_THEIRS))
    .order_by(col(EnrollmentEvent.enrollment_id), col(EnrollmentEvent.number))
)
"""All that happened to any place of these people."""
_MODULE, _CASE = aliased(ContentVersion), aliased(ContentVersion)
_TEXTS: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.cohort_id),
        col(Cohort.title),
        col(Cohort.unit_label),
        col(Unit.position),
        (col(_MODULE.program) + "/" + col(_MODULE.key)).label("module"),
        (col(_CASE.program) + "/" + col(_CASE.key)).label("case"),
    )
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .outerjoin(_MODULE, col(_MODULE.id) == col(Unit.module_version_id))
    .outerjoin(_CASE, col(_CASE.id) == col(Unit.case_version_id))
    .where(col(Unit.cohort_id).in_(bindparam("cohort_ids", expanding=True)))
    .order_by(col(Unit.cohort_id), col(Unit.position))
)


def may_carry(to: type[Enrollment], of: type[Enrollment]) -> ColumnElement[bool]:
    """Whether work of one enrollment may ever have counted in another one of the same person.

    That can be by several transfers. Whether they stand is not asked: one is not taken back once
    anything was made where it led.
    """
    return and_(
        col(to.person_id) == col(of.person_id),
        col(to.id).in_(select(col(EnrollmentEvent.enrollment_id)).where(_LED_THERE)),
        col(of.id).in_(select(col(EnrollmentEvent.other_enrollment_id)).where(_LED_THERE)),
    )


_LED_THERE = and_(
    col(EnrollmentEvent.kind) == Kind.ENROLLED,
    col(EnrollmentEvent.other_enrollment_id).is_not(None),
)
"""That an event is where a transfer arrived."""


@dataclass(frozen=True)
class _Places:
    """The places of some people: their cohorts, and which of them each carries."""

    cohort_of: Mapping[UUID, UUID]
    carries: Mapping[UUID, Sequence[UUID]]


def carried_by(
    session: Session, enrollment_ids: Collection[UUID]
) -> dict[UUID, dict[int, Carried]]:
    """What counts in places to which somebody came by a transfer, by position of the unit.

    Five statements for any number of places; none for none.
    """
    if not enrollment_ids:
        return {}
    places = _places(session, enrollment_ids)
    others = {other for carries in places.carries.values() for other in carries}
    if not others:
        return {}
    cohorts = named(session, {places.cohort_of[key] for key in (*enrollment_ids, *others)})
    of = {key: cohorts[cohort] for key, cohort in places.cohort_of.items() if cohort in cohorts}
    works = _worked(session, others, of)
    return {
        key: rules.carried(of[key].keys, [(of[at].keys, works[at]) for at in carries])
        for key, carries in places.carries.items()
        if key in of
    }


def _places(session: Session, enrollment_ids: Collection[UUID]) -> _Places:
    events = defaultdict(list)
    cohort_of: dict[UUID, UUID] = {}
    for row in plain_rows(session, _EVENTS, {"enrollment_ids": list(enrollment_ids)}):
        events[row.enrollment_id].append(row)
        cohort_of[row.enrollment_id] = row.cohort_id
    came_from = {
        key: [
            event.other_enrollment_id
            for event in reversed(events_that_stand(happened))
            if event.kind is Kind.ENROLLED and event.other_enrollment_id
        ]
        for key, happened in events.items()
    }
    carries = {key: rules.carried_places(key, came_from) for key in enrollment_ids}
    return _Places(cohort_of, carries)


def named(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, Named]:
    """Cohorts with as what their units count: one statement."""
    rows = defaultdict(list)
    for row in plain_rows(session, _TEXTS, {"cohort_ids": list(cohort_ids)}):
        rows[row.cohort_id].append(row)
    return {
        key: Named(
            units[0].title,
            units[0].unit_label,
            rules.keys_of(UnitTexts(unit.position, unit.module, unit.case) for unit in units),
        )
        for key, units in rows.items()
    }


def _worked(
    session: Session, places: Collection[UUID], of: Mapping[UUID, Named]
) -> Mapping[UUID, list[Worked]]:
    works: defaultdict[UUID, list[Worked]] = defaultdict(list)
    facts: Mapping[UUID, Sequence[UnitLedger]] = facts_of_units(session, places)
    for place, units in facts.items():
        works[place] = [Worked(of[place].title, unit) for unit in units]
    return works


_SIGNED: CompoundSelect[Any] = union_all(
    select(col(Unit.position))
    .join(Attestation, col(Attestation.unit_id) == col(Unit.id))
    .where(col(Attestation.enrollment_id) == bindparam("enrollment_id"), is_live()),
    select(null()).where(
        exists().where(and_(col(Enrollment.id) == bindparam("enrollment_id"), came_by_transfer()))
    ),
)
"""The positions signed; and an empty one if work of another place may count."""


@dataclass(frozen=True)
class SignedUnits:
    """What somebody signed in a cohort, and what counts in it besides."""

    own: frozenset[int]
    carried: Mapping[int, Carried]

    @property
    def positions(self) -> frozenset[int]:
        """The units that count as signed."""
        return self.own | {n for n, other in self.carried.items() if other.signed_at is not None}

    def elsewhere(self, position: int) -> Carried | None:
        """The signature of another cohort that counts for a unit which is not signed here."""
        other = None if position in self.own else self.carried.get(position)
        return other if other is not None and other.signed_at is not None else None


def signed_units(session: Session, enrollment_id: UUID) -> SignedUnits:
    """The units that count as signed in a place: one statement, unless work is carried."""
    found = set(plain_rows(session, _SIGNED, {"enrollment_id": enrollment_id}).scalars())
    own = frozenset(position for position in found if position is not None)
    carried = carried_by(session, [enrollment_id]) if None in found else {}
    return SignedUnits(own, carried.get(enrollment_id, {}))
