"""Reads of a published cohort's schedule, whom a change of it reaches, and what changed before."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import has_session
from app.cohorts.changes import rules
from app.cohorts.changes.rules import Gap, Planned, WallTime
from app.cohorts.context import CohortContext
from app.cohorts.drafts.queries import facilitator_grants, lock_cohort
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.planning.queries import units_with_sessions
from app.content.releases.queries import current_versions
from app.core.db import plain_rows, records
from app.core.errors import NotFoundError
from app.core.models import AuditLine
from app.packs.schema import ProgramData
from app.people.models import Person


@dataclass(frozen=True)
class ScheduledUnit:
    """One unit of a cohort with its session, if it has one, on the wall clock."""

    id: UUID
    position: int
    title: str
    opens_at: datetime
    has_text: bool
    """Whether it has a module or a case, which open."""
    session_id: UUID | None
    local_date: date | None
    local_time: time | None
    starts_at: datetime | None
    minutes: int
    link: str
    sequence: int
    canceled: bool
    not_held: bool = False

    @property
    def wall_time(self) -> WallTime:
        """When its session is."""
        assert self.local_date is not None
        assert self.local_time is not None
        return WallTime(self.local_date, self.local_time, self.minutes)

    @property
    def planned(self) -> Planned:
        """Its session as rules take it."""
        assert self.starts_at is not None
        return Planned(self.starts_at, self.minutes, self.canceled, self.not_held)


@dataclass(frozen=True)
class LockedUnit:
    """A unit and its session, locked until the transaction ends."""

    unit: Unit
    held: CaseSession

    @property
    def planned(self) -> Planned:
        """The session as rules take it."""
        held = self.held
        canceled, not_held = held.canceled_at is not None, held.not_held_at is not None
        return Planned(held.starts_at, held.minutes, canceled, not_held)

    @property
    def wall_time(self) -> WallTime:
        """When the session is."""
        return WallTime(self.held.local_date, self.held.local_time, self.held.minutes)


@dataclass(frozen=True)
class LockedSchedule:
    """A cohort and its units with a session, locked until the transaction ends."""

    cohort: Cohort
    units: list[LockedUnit]

    def at(self, position: int) -> LockedUnit:
        """The unit at a position; raises `NotFoundError` where there is no session."""
        found = next((own for own in self.units if own.unit.position == position), None)
        if found is None:
            raise NotFoundError
        return found


@dataclass(frozen=True)
class ZoneRow:
    """How many of the enrolled have their clocks in a zone."""

    zone: str
    people: int


@dataclass(frozen=True)
class TimeChange:
    """That a session was moved, canceled, restored or added, as the history has it."""

    act: str
    facts: dict[str, Any]
    reason: str


def schedule(session: Session, cohort_id: UUID) -> list[ScheduledUnit]:
    """The units of a cohort in order."""
    found = units_with_sessions(cohort_id).add_columns(
        or_(col(Unit.module_version_id).is_not(None), col(Unit.case_version_id).is_not(None)).label(
            "has_text"
        ),
        func.coalesce(col(CaseSession.sequence), 0).label("sequence"),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
    )
    return records(session.execute(found), ScheduledUnit)


def lock_schedule(session: Session, cohort_id: UUID) -> LockedSchedule:
    """Lock a cohort and then its sessions, so that changes of the schedule come in turn.

    Whoever records attendance locks the session, too, and whoever signs the unit.
    """
    cohort = lock_cohort(session, cohort_id)
    locked = (
        select(Unit, CaseSession)
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(col(Unit.cohort_id) == cohort_id)
        .order_by(col(Unit.position))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    units = [LockedUnit(row.Unit, row.CaseSession) for row in session.execute(locked)]
    return LockedSchedule(cohort, units)


def zones_of_people(session: Session, cohort_id: UUID) -> list[ZoneRow]:
    """On whose clocks the enrolled are, the most people first."""
    people = func.count(col(Enrollment.id))
    found: Select[*tuple[Any, ...]] = (
        select(col(Person.zone), people.label("people"))
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .where(col(Enrollment.cohort_id) == cohort_id, is_enrolled())
        .group_by(col(Person.zone))
        .order_by(people.desc(), col(Person.zone))
    )
    return records(session.execute(found), ZoneRow)


def count_held(session: Session, cohort_id: UUID, now: datetime) -> int:
    """How many are invited, or offered a seat, that is held for them still."""
    held = select(func.count(col(Enrollment.id))).where(
        col(Enrollment.cohort_id) == cohort_id,
        col(Enrollment.status).in_((EnrollmentStatus.INVITED, EnrollmentStatus.OFFERED)),
        col(Enrollment.held_until) > now,
    )
    return session.scalar(held) or 0


def learners_to_tell(session: Session, cohort_id: UUID, session_id: UUID) -> set[UUID]:
    """Everybody who is enrolled and for whom a session is."""
    found = (
        select(col(Enrollment.person_id))
        .join(CaseSession, col(CaseSession.id) == session_id)
        .where(col(Enrollment.cohort_id) == cohort_id, is_enrolled(), has_session())
    )
    return set(session.scalars(found))


def leaders_to_tell(
    session: Session, cohort_id: UUID, session_id: UUID, now: datetime
) -> set[UUID]:
    """Who has a part in a session; where nobody has, the facilitators of the cohort."""
    own = set(parts_of(session, session_id))
    return own or {grant.person_id for grant in facilitator_grants(session, cohort_id, now)}


def time_changes(session: Session, units: Collection[ScheduledUnit]) -> dict[UUID, TimeChange]:
    """The last change of when each session is, by session: one statement."""
    ids = [str(unit.session_id) for unit in units if unit.session_id]
    acts = (
        *(rules.MOVED, rules.CANCELED, rules.RESTORED, rules.ADDED),
        *(rules.NOT_HELD, rules.HELD),
    )
    found = session.scalars(
        select(AuditLine)
        .where(col(AuditLine.object_id).in_(ids), col(AuditLine.act).in_(acts))
        .order_by(col(AuditLine.id))
    )
    return {UUID(line.object_id): TimeChange(line.act, line.facts, line.reason) for line in found}


def schedule_gaps(
    session: Session, canceled: Mapping[UUID, datetime | None]
) -> dict[UUID, tuple[Gap, ...]]:
    """When sessions were not on the schedule: one statement. `canceled`: since when they are."""
    acts: defaultdict[str, list[tuple[str, datetime]]] = defaultdict(list)
    asked = {"ids": [str(id_) for id_ in canceled]}
    for row in plain_rows(session, _CAME_AND_WENT, asked):
        acts[row.object_id].append((row.act, row.at))
    return {id_: rules.gaps(acts[str(id_)], at) for id_, at in canceled.items()}


_CAME_AND_WENT: Select[*tuple[Any, ...]] = (
    select(col(AuditLine.object_id), col(AuditLine.act), col(AuditLine.at))
    .where(
        col(AuditLine.object_id).in_(bindparam("ids", expanding=True)),
        col(AuditLine.act).in_((rules.CANCELED, rules.RESTORED, rules.ADDED)),
    )
    .order_by(col(AuditLine.id))
)


def parts_of(session: Session, session_id: UUID) -> dict[UUID, str]:
    """Who leads a session: `lead`, `co_lead` or `guest`, by person."""
    found = select(SessionPart).where(col(SessionPart.case_session_id) == session_id)
    return {row.person_id: row.part for row in session.scalars(found)}


def opening_for(session: Session, here: CohortContext, wish: WallTime) -> datetime:
    """When the program's current rule opens the unit of a session that is then."""
    program = current_versions(session, here.program.key)["program", here.program.key]
    rule = ProgramData.model_validate(program.data).opening
    return rules.opening_by(rule, wish.day, here.cohort.zone)
