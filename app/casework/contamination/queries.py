"""Reads of the log of who was where they had no session."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.contamination.enums import SeenIn
from app.casework.contamination.models import Contamination
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core.db import records
from app.language.names import list_name
from app.people.models import Person


@dataclass(frozen=True)
class Entry:
    """That somebody was at a session that was not theirs."""

    id: UUID
    enrollment_id: UUID
    given_name: str
    family_name: str
    cohort: str
    unit_label: str
    position: int
    starts_at: datetime
    seen_in: SeenIn
    minutes: int | None
    note: str
    at: datetime

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)

    @property
    def unit(self) -> str:
        """What the program calls the unit: "Week 5"."""
        return f"{self.unit_label} {self.position}"


def logged_at(session: Session, case_session_id: UUID, enrollment_ids: Iterable[UUID]) -> set[UUID]:
    """Of whom it is logged that they were at a session."""
    found = select(col(Contamination.enrollment_id)).where(
        col(Contamination.case_session_id) == case_session_id,
        col(Contamination.enrollment_id).in_(list(enrollment_ids)),
    )
    return set(session.scalars(found))


def entries_of(session: Session, enrollment_ids: Collection[UUID]) -> list[Entry]:
    """The log of some people, the newest first: one statement."""
    found: Select[*tuple[Any, ...]] = (
        select(
            *(col(Contamination.id), col(Contamination.enrollment_id)),
            *(col(Person.given_name), col(Person.family_name)),
            *(col(Cohort.title).label("cohort"), col(Cohort.unit_label), col(Unit.position)),
            *(col(CaseSession.starts_at), col(Contamination.seen_in), col(Contamination.minutes)),
            *(col(Contamination.note), col(Contamination.at)),
        )
        .join(Enrollment, col(Enrollment.id) == col(Contamination.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(CaseSession, col(CaseSession.id) == col(Contamination.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(col(Contamination.enrollment_id).in_(enrollment_ids))
        .order_by(col(CaseSession.starts_at).desc(), col(Person.search_name))
    )
    return records(session.execute(found), Entry)
