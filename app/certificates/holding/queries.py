"""Who was at a session, and which certificates rest on that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.queries import BuiltOn, stood_in
from app.casework.certified.rules import Built, numbers_of, resting, resting_on
from app.casework.make_up_requests.elsewhere.queries import made_up_at
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.queries import MARK, mark_of, was_there
from app.casework.rules import Mark
from app.cohorts.models import Cohort, Enrollment
from app.core.db import plain_rows
from app.language.names import list_name
from app.people.models import Person


@dataclass(frozen=True)
class CertifiedMark:
    """Somebody who was at a session, or made it up, with the certificates that rest on that."""

    person_id: UUID
    name: str
    cohort: str
    """The slug of the one in which they have their place."""
    mark: Mark
    numbers: tuple[str, ...]


_CAME = or_(
    was_there(),
    col(MakeUp.id).is_not(None),
)
_MARKS: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.id).label("enrollment_id"),
        col(Enrollment.person_id),
        col(Person.given_name),
        col(Person.family_name),
        col(Cohort.slug),
        *MARK,
    )
    .select_from(Attendance)
    .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .outerjoin(MakeUp, and_(*beside_mark()))
    .where(col(Attendance.case_session_id) == bindparam("case_session_id"), _CAME)
    .order_by(col(Person.search_name), col(Person.id))
)


_ELSEWHERE: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.id).label("enrollment_id"),
        col(Enrollment.person_id),
        col(Person.given_name),
        col(Person.family_name),
        col(Cohort.slug),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .where(col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True)))
    .order_by(col(Person.search_name), col(Person.id))
)
_MADE_UP = Mark(made_up=True)
"""How it stands in their own cohort, whatever mark is beside it."""


def certified_marks(
    session: Session, case_session_id: UUID, *, built_on: BuiltOn
) -> list[CertifiedMark]:
    """The marks of a session under certificates, by name; also of who has left the cohort.

    After them those who made a session of another cohort up at it. `built_on`: reads what was built
    on marks, and locks them where that is to be changed.
    """
    rows = plain_rows(session, _MARKS, {"case_session_id": case_session_id}).all()
    there = {own.enrollment_id: own for own in made_up_at(session, case_session_id)}
    keys = [row.enrollment_id for row in rows]
    built = built_on(session, sorted({*keys, *there}))
    rests = resting({key: built.get(key, ()) for key in keys}, stood_in(session, case_session_id))
    found = [_certified(row, mark_of(row), rests.get(row.enrollment_id, ())) for row in rows]
    for row in plain_rows(session, _ELSEWHERE, {"enrollment_ids": list(there)}).all():
        stood = there[row.enrollment_id].stood
        own = resting_on(built.get(row.enrollment_id, ()), [stood])
        found.append(_certified(row, _MADE_UP, own))
    return [mark for mark in found if mark.numbers]


def _certified(row: Any, mark: Mark, built: Sequence[Built]) -> CertifiedMark:
    name = list_name(row.given_name, row.family_name)
    return CertifiedMark(row.person_id, name, row.slug, mark, numbers_of(built))
