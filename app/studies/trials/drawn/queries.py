"""Reads of whom an arm was drawn for, and what happened to them since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.models import Cohort, Enrollment
from app.core.db import records
from app.language.names import list_name
from app.people.models import Person
from app.studies.trials.drawn.rules import OwnArm, own_arm
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.models import Trial, TrialAllocation, TrialEvent, TrialStratum
from app.studies.trials.rules import arm_of


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
    slug: str
    """Of the cohort."""
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
        *(col(Cohort.title).label("cohort"), col(Enrollment.cohort_id), col(Cohort.slug)),
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


def arm_of_person(session: Session, project_id: UUID, person_id: UUID) -> OwnArm | None:
    """What was drawn for somebody in a study, as it stands for them now: one statement."""
    own = _OWN_ARM.where(
        col(Trial.project_id) == project_id, col(Enrollment.person_id) == person_id
    )
    return _told(session, own)


def arm_of_place(session: Session, enrollment_id: UUID) -> OwnArm | None:
    """The same by the place for which it was drawn."""
    return _told(session, _OWN_ARM.where(col(ArmAccess.enrollment_id) == enrollment_id))


def _told(session: Session, found: Select[*tuple[Any, ...]]) -> OwnArm | None:
    row = session.execute(found.limit(1)).one_or_none()
    if row is None:
        return None
    trial, number, access = row
    return own_arm(
        arm_of(trial, number),
        has_sessions=access.has_sessions,
        sessions_from=access.sessions_from,
        drawn_at=access.drawn_at,
    )


_OWN_ARM: Select[*tuple[Any, ...]] = (
    select(Trial, col(TrialAllocation.arm), ArmAccess)
    .select_from(ArmAccess)
    .join(TrialAllocation, col(TrialAllocation.enrollment_id) == col(ArmAccess.enrollment_id))
    .join(Trial, col(Trial.id) == col(TrialAllocation.trial_id))
    .join(Enrollment, col(Enrollment.id) == col(ArmAccess.enrollment_id))
    .order_by(col(ArmAccess.drawn_at).desc())
)


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
