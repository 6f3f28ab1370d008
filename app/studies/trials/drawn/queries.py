"""Reads of whom an arm was drawn for, and what happened to them since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment
from app.core.db import records
from app.language.names import list_name
from app.people.models import Person
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.models import TrialAllocation, TrialEvent, TrialStratum


@dataclass(frozen=True)
class Drawn:
    """For whom a place of the list was drawn."""

    id: UUID
    enrollment_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    cohort: str
    cohort_id: UUID
    stratum: str
    position: int
    arm: int
    at: datetime

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)


_DRAWN: Select[*tuple[Any, ...]] = (
    select(
        *(col(TrialAllocation.id), col(TrialAllocation.enrollment_id), col(Enrollment.person_id)),
        *(col(Person.given_name), col(Person.family_name)),
        *(col(Cohort.title).label("cohort"), col(Enrollment.cohort_id)),
        *(col(TrialStratum.label).label("stratum"), col(TrialAllocation.position)),
        *(col(TrialAllocation.arm), col(TrialAllocation.at)),
    )
    .join(TrialStratum, col(TrialStratum.id) == col(TrialAllocation.stratum_id))
    .join(Enrollment, col(Enrollment.id) == col(TrialAllocation.enrollment_id))
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .order_by(col(Person.search_name), col(Person.id))
)


def drawn(session: Session, trial_id: UUID) -> list[Drawn]:
    """Everybody for whom an arm was drawn, by name: one statement."""
    found = _DRAWN.where(col(TrialAllocation.trial_id) == trial_id)
    return records(session.execute(found), Drawn)


def drawn_for(session: Session, trial_id: UUID, enrollment_id: UUID) -> Drawn | None:
    """What was drawn for one place."""
    found = _DRAWN.where(
        col(TrialAllocation.trial_id) == trial_id,
        col(TrialAllocation.enrollment_id) == enrollment_id,
    )
    return next(iter(records(session.execute(found), Drawn)), None)


def events_of(session: Session, trial_id: UUID) -> list[TrialEvent]:
    """What happened to people after an arm was drawn for them, in order."""
    own = select(TrialEvent).join(
        TrialAllocation, col(TrialAllocation.id) == col(TrialEvent.allocation_id)
    )
    found = own.where(col(TrialAllocation.trial_id) == trial_id).order_by(col(TrialEvent.at))
    return list(session.scalars(found))


def has_event(session: Session, allocation_id: UUID, kind: TrialEventKind) -> bool:
    """Whether something happened to somebody already."""
    own = exists().where(
        col(TrialEvent.allocation_id) == allocation_id, col(TrialEvent.kind) == kind
    )
    return bool(session.scalar(select(own)))
