"""Who was at a session, and which certificates rest on that."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.queries import BuiltOn, stood_in
from app.casework.certified.rules import numbers_of, resting
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.queries import MARK, mark_of, was_there
from app.casework.rules import Mark
from app.cohorts.models import Enrollment
from app.core.db import plain_rows
from app.language.names import list_name
from app.people.models import Person


@dataclass(frozen=True)
class CertifiedMark:
    """Somebody who was at a session, or made it up, with the certificates that rest on that."""

    person_id: UUID
    name: str
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
        *MARK,
    )
    .select_from(Attendance)
    .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .outerjoin(MakeUp, and_(*beside_mark()))
    .where(col(Attendance.case_session_id) == bindparam("case_session_id"), _CAME)
    .order_by(col(Person.search_name), col(Person.id))
)


def certified_marks(
    session: Session, case_session_id: UUID, *, built_on: BuiltOn
) -> list[CertifiedMark]:
    """The marks of a session under certificates, by name; also of who has left the cohort.

    `built_on`: reads what was built on marks, and locks them where that is to be changed.
    """
    rows = plain_rows(session, _MARKS, {"case_session_id": case_session_id}).all()
    built = built_on(session, [row.enrollment_id for row in rows])
    rests = resting(built, stood_in(session, case_session_id))
    found = []
    for row in rows:
        if numbers := numbers_of(rests.get(row.enrollment_id, ())):
            name = list_name(row.given_name, row.family_name)
            found.append(CertifiedMark(row.person_id, name, mark_of(row), numbers))
    return found
