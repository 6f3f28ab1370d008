"""Who made a session of theirs up at one of another cohort, and what was built on that."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.certified.queries import BuiltOn, OfSession, stood_of
from app.casework.certified.rules import Built, Stood, resting_on
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_up_requests.queries import is_approval
from app.casework.make_ups.queries import first_given, stands_of
from app.casework.models import MakeUp
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core.db import grouped, plain_rows
from app.language.names import list_name
from app.people.models import Person


class MadeUpThere(NamedTuple):
    """A make-up that stands, done at a session of another cohort."""

    at: UUID
    """The session where they were."""
    enrollment_id: UUID
    """Of whom, in their own cohort."""
    person_id: UUID
    since: datetime
    """When it was approved: a certificate from before does not stand on it."""

    @property
    def stood(self) -> Stood:
        """Since when it is so."""
        return Stood(self.since)


_THERE: Select[*tuple[Any, ...]] = (
    select(
        col(MakeUpEvent.sister_session_id),
        col(MakeUpRequest.enrollment_id),
        col(Enrollment.person_id),
        col(MakeUpEvent.at),
    )
    .select_from(MakeUpEvent)
    .join(MakeUpRequest, col(MakeUpRequest.id) == col(MakeUpEvent.request_id))
    .join(MakeUp, and_(*stands_of(MakeUpRequest), is_approval()))
    .join(Enrollment, col(Enrollment.id) == col(MakeUpRequest.enrollment_id))
    .where(col(MakeUpEvent.sister_session_id).in_(bindparam("sessions", expanding=True)))
)
_THEIRS = aliased(Enrollment)
"""A place that the same person has, or had, in the cohort of that session."""
_OF_MARKS = (
    _THERE.add_columns(col(_THEIRS.id).label("theirs"))
    .join(_THEIRS, col(_THEIRS.person_id) == col(Enrollment.person_id))
    .where(col(_THEIRS.id).in_(bindparam("enrollment_ids", expanding=True)))
)


def made_up_at(session: Session, case_session_id: UUID) -> list[MadeUpThere]:
    """Who made a session of theirs up at this one: one statement."""
    rows = plain_rows(session, _THERE, {"sessions": [case_session_id]})
    return [MadeUpThere(*row) for row in rows]


def stands_on_nothing() -> ColumnElement[bool]:
    """That the make-up of a select was done at a session that counts as not held.

    It counts for nothing as long as that is so: whoever approved it did so for an hour that was.
    """
    sister, approval = aliased(CaseSession), aliased(MakeUpEvent)
    return exists().where(
        col(approval.make_up_id) == first_given(),
        col(approval.sister_session_id) == col(sister.id),
        col(sister.not_held_at).is_not(None),
    )


class Elsewhere(NamedTuple):
    """Whose make-up in another cohort stands on a session."""

    person_id: UUID
    name: str
    cohort: str
    """Its title."""
    slug: str
    unit: str
    """What it makes up, as the program calls it: "Week 6"."""


def standing_on(session: Session, case_session_id: UUID) -> list[Elsewhere]:
    """The make-ups of enrolled people elsewhere that stand on a session, by name: one statement."""
    own = (
        _IN_COHORT.add_columns(col(Person.id), col(Person.given_name), col(Person.family_name))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(MakeUpEvent.sister_session_id) == case_session_id)
        .order_by(col(Person.search_name), col(Person.id))
    )
    return [
        Elsewhere(
            row.id,
            list_name(row.given_name, row.family_name),
            row.title,
            row.slug,
            f"{row.unit_label} {row.position}",
        )
        for row in session.execute(own)
    ]


_IN_COHORT: Select[*tuple[Any, ...]] = (
    select(
        *(col(Cohort.title), col(Cohort.slug), col(Cohort.unit_label), col(Unit.position)),
    )
    .select_from(MakeUpEvent)
    .join(MakeUpRequest, col(MakeUpRequest.id) == col(MakeUpEvent.request_id))
    .join(MakeUp, and_(*stands_of(MakeUpRequest), is_approval()))
    .join(Enrollment, col(Enrollment.id) == col(MakeUpRequest.enrollment_id))
    .join(CaseSession, col(CaseSession.id) == col(MakeUpRequest.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .where(is_enrolled(), col(CaseSession.canceled_at).is_(None))
)
_SISTER = aliased(CaseSession)


def fallen_requests(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The approved requests of each cohort whose session elsewhere counts as not held.

    Somebody has to take these back, or they wait until it counts as held again. One statement.
    """
    found = _IN_COHORT.join(_SISTER, col(_SISTER.id) == col(MakeUpEvent.sister_session_id)).where(
        col(Unit.cohort_id).in_(cohort_ids), col(_SISTER.not_held_at).is_not(None)
    )
    ordered = found.order_by(col(MakeUpEvent.at))
    named = ordered.with_only_columns(col(Unit.cohort_id), col(MakeUpRequest.id))
    return grouped(session.execute(named))


def built_with_elsewhere(
    session: Session,
    built_on: BuiltOn,
    sessions: Collection[UUID],
    enrollment_ids: Collection[UUID],
) -> Mapping[OfSession, tuple[Built, ...]]:
    """What was built on the marks of some people at some sessions: in their cohort and elsewhere.

    A mark says that somebody was there, on which their make-up in another cohort may stand.
    `built_on` is asked once, since it may lock all these places in order. Three statements.
    """
    asked = {"sessions": list(sessions), "enrollment_ids": list(enrollment_ids)}
    elsewhere = [
        (OfSession(row.sister_session_id, row.theirs), MadeUpThere(*row[:4]))
        for row in plain_rows(session, _OF_MARKS, asked)
    ]
    places = {*enrollment_ids, *(own.enrollment_id for _mark, own in elsewhere)}
    built = built_on(session, sorted(places))
    found: defaultdict[OfSession, dict[Built, None]] = defaultdict(dict)
    for mark, stood in stood_of(session, sessions, enrollment_ids).items():
        found[mark] |= dict.fromkeys(resting_on(built.get(mark.enrollment_id, ()), stood))
    for mark, own in elsewhere:
        found[mark] |= dict.fromkeys(resting_on(built.get(own.enrollment_id, ()), [own.stood]))
    return {mark: tuple(own) for mark, own in found.items()}
