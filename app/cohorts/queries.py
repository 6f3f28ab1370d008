"""Reads of a cohort's units with their sessions, and which cohorts a role reaches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.arms.queries import has_session, is_barred
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.gates.queries import opened_early_at, told_since, unread_since
from app.cohorts.gates.rules import HELD, READ_FIRST, is_case_held, must_read
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Unit, UnitOpening
from app.cohorts.rules import is_open, joins_from
from app.content.models import ContentVersion
from app.core.db import plain_rows, records
from app.language.reasons import Reason
from app.people.roles import Reach


@dataclass(frozen=True)
class UnitRow:
    """One unit of a cohort with its session, as plain facts."""

    id: UUID
    position: int
    title: str
    short_title: str
    opens_at: datetime
    opened_early_at: datetime | None
    """When it was opened for the one enrollment asked for, before it opens for all."""
    module_version_id: UUID | None
    case_version_id: UUID | None
    guide_version_id: UUID | None
    case_title: str | None
    session_id: UUID | None
    starts_at: datetime | None
    minutes: int
    link: str
    sequence: int
    canceled: bool
    not_held: bool = False
    held_at: datetime | None = None
    """Since when it waits for disclosures."""
    session_held_at: datetime | None = None
    """Since when its session does."""
    session_released_at: datetime | None = None
    """When its session waited no more, if it did."""
    unread_since: datetime | None = None
    """When the first version of the disclosures was published that this enrollment has not read."""
    told_since: datetime | None = None
    """When the text on disclosures was published that holds for its cohort, if there is one."""

    @property
    def has_content(self) -> bool:
        """Whether there is anything to open: a module, or a case."""
        return self.module_version_id is not None or self.case_version_id is not None

    @property
    def opened_early(self) -> bool:
        """Whether it was opened for the one enrollment asked for."""
        return self.opened_early_at is not None

    @property
    def opened_at(self) -> datetime:
        """When it opens, or was opened early: from then on it does not close."""
        return min(self.opens_at, self.opened_early_at or self.opens_at)

    @property
    def is_there(self) -> bool:
        """Whether there is anything in it: not, where it is a session that is not theirs."""
        return self.has_content or self.session_id is not None

    def is_open(self, now: datetime) -> bool:
        """Whether its module may be seen, by everybody or by the one enrollment asked for."""
        return self._has_opened(now) and self.why_shut is None

    def is_case_open(self, now: datetime) -> bool:
        """Whether its case may be read."""
        return self.is_open(now) and not is_case_held(self.session_held_at, self.opened_at)

    def waits_for_reader(self, now: datetime) -> bool:
        """Whether it is open but for the disclosures, which this enrollment has yet to read."""
        return self._has_opened(now) and self.why_shut == READ_FIRST

    def waits_for_others(self, now: datetime) -> bool:
        """Whether it would be open but for disclosures that are not reviewed."""
        return self._has_opened(now) and self.why_shut == HELD

    @property
    def why_shut(self) -> Reason | None:
        """Why it is shut whatever the clock says; what was opened early is not held."""
        if self.held_at is not None and not self.opened_early:
            return HELD
        return READ_FIRST if must_read(self.unread_since, self.opened_at) else None

    @property
    def why_not_join(self) -> Reason | None:
        """Why nobody is led to its session, although it is time."""
        if self.session_held_at is not None:
            return HELD
        joins = joins_from(self.starts_at) if self.starts_at else self.opens_at
        opened = max(joins, self.session_released_at or joins)
        return READ_FIRST if must_read(self.unread_since, opened) else None

    def _has_opened(self, now: datetime) -> bool:
        return is_open(self.opens_at, now, opened_early=self.opened_early)


class LockedPlace(NamedTuple):
    """What holds of a locked enrollment."""

    status: EnrollmentStatus
    archived_at: datetime | None
    """Since when nothing in its cohort changes any more."""


@dataclass(frozen=True)
class LockedToSign:
    """A locked enrollment's status, and the text of a locked unit."""

    status: EnrollmentStatus
    archived_at: datetime | None
    module_version_id: UUID | None
    title: str


_PLACE = bindparam("enrollment_id", type_=Enrollment.id.type)  # type: ignore[attr-defined]
_OPENED_EARLY = opened_early_at(col(UnitOpening.enrollment_id) == _PLACE)
_ITS_SESSION = and_(col(CaseSession.unit_id) == col(Unit.id), has_session(_PLACE))
_CASE = case(
    (and_(col(CaseSession.id).is_(None), is_barred(_PLACE)), null()),
    else_=col(Unit.case_version_id),
)
"""Cases are for who discusses them."""
_UNITS: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.id),
        col(Unit.position),
        col(Unit.title),
        col(Unit.short_title),
        col(Unit.opens_at),
        _OPENED_EARLY.label("opened_early_at"),
        col(Unit.module_version_id),
        _CASE.label("case_version_id"),
        col(Unit.guide_version_id),
        col(ContentVersion.title).label("case_title"),
        col(CaseSession.id).label("session_id"),
        col(CaseSession.starts_at),
        func.coalesce(col(CaseSession.minutes), 0).label("minutes"),
        func.coalesce(col(CaseSession.link), "").label("link"),
        func.coalesce(col(CaseSession.sequence), 0).label("sequence"),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
        col(Unit.held_at),
        col(CaseSession.held_at).label("session_held_at"),
        col(CaseSession.released_at).label("session_released_at"),
        unread_since(_PLACE).label("unread_since"),
        told_since(bindparam("cohort_id")).label("told_since"),
    )
    .select_from(Unit)
    .outerjoin(CaseSession, _ITS_SESSION)
    .outerjoin(ContentVersion, col(ContentVersion.id) == _CASE)
    .where(col(Unit.cohort_id) == bindparam("cohort_id"))
    .order_by(col(Unit.position))
)
"""The columns of `UnitRow`."""
_UNIT_AT = _UNITS.where(col(Unit.position) == bindparam("position"))


def cohort_by_slug(session: Session, slug: str) -> Cohort | None:
    """A cohort by how its address names it."""
    return session.scalar(select(Cohort).where(col(Cohort.slug) == slug))


def units(session: Session, cohort_id: UUID, *, enrollment_id: UUID | None = None) -> list[UnitRow]:
    """The units of a cohort in order, with their sessions; early openings for one enrollment.

    Nor has a unit for that one a session or a case, where none is theirs.
    """
    values = {"cohort_id": cohort_id, "enrollment_id": enrollment_id}
    return records(plain_rows(session, _UNITS, values), UnitRow)


def unit_with_session(session: Session, cohort_id: UUID, position: int) -> UnitRow | None:
    """The unit at a position, if it has a session."""
    values = {"cohort_id": cohort_id, "enrollment_id": None, "position": position}
    found = records(plain_rows(session, _UNIT_AT, values), UnitRow)
    return next((unit for unit in found if unit.session_id), None)


_NEWER_POLICY = PolicyVersion.__table__.alias()  # type: ignore[attr-defined]
NEWEST_POLICY = ~exists().where(
    _NEWER_POLICY.c.cohort_id == col(PolicyVersion.cohort_id),
    _NEWER_POLICY.c.version > col(PolicyVersion.version),
)
"""That a policy version is the newest of its cohort."""


def reached(reach: Reach) -> ColumnElement[bool]:
    """That a cohort is one that a role reaches."""
    if reach.everything:
        return true()
    return or_(col(Cohort.program_id).in_(reach.programs), col(Cohort.id).in_(reach.cohorts))


def is_published() -> ColumnElement[bool]:
    """That a cohort is no draft: `not Cohort.is_draft` for selects."""
    return col(Cohort.published_at).is_not(None)


def wait_for_turn(session: Session, cohort_id: UUID) -> datetime | None:
    """Lock a cohort until commit, so that two clicks on one button come one after the other.

    Returns since when nothing in it changes any more.
    """
    own = select(col(Cohort.archived_at)).where(col(Cohort.id) == cohort_id)
    archived_at: datetime | None = session.scalar(own.with_for_update(key_share=True))
    return archived_at


def lock_enrollment(session: Session, enrollment_id: UUID) -> LockedPlace:
    """Lock an enrollment until commit, so that the acts of one person come one after the other.

    Returns what holds of it now: who was in the cohort before the wait may have left since. What
    else decides about the act must be read after this, too. Facts that refer to the enrollment
    can still be added by others meanwhile.
    """
    own = {"enrollment_id": enrollment_id}
    return LockedPlace(*plain_rows(session, _LOCKED_ENROLLMENT, own).one())


_LOCKED_ENROLLMENT = (
    select(col(Enrollment.status), col(Cohort.archived_at))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .where(col(Enrollment.id) == bindparam("enrollment_id"))
    .with_for_update(key_share=True, of=Enrollment)
)


def lock_places_of(session: Session, enrollment_id: UUID) -> LockedPlace:
    """Lock an enrollment with all others of the same person; returns what holds of it now.

    For acts that save a mark, since what rests on that can lie in several of them: these are locked
    by id then, and whoever held only their own already would wait for who waits for it.
    """
    own = {"enrollment_id": enrollment_id}
    rows = plain_rows(session, _LOCKED_PLACES, own).all()
    return next(LockedPlace(*found) for key, *found in rows if key == enrollment_id)


_OWN = aliased(Enrollment)
_LOCKED_PLACES = (
    select(col(Enrollment.id), col(Enrollment.status), col(Cohort.archived_at))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .where(
        col(Enrollment.person_id)
        == select(col(_OWN.person_id))
        .where(col(_OWN.id) == bindparam("enrollment_id"))
        .scalar_subquery()
    )
    .order_by(col(Enrollment.id))
    .with_for_update(key_share=True, of=Enrollment)
)


def lock_enrollments(session: Session, enrollment_ids: Collection[UUID]) -> None:
    """Lock some enrollments as `lock_enrollment` does one, always in the same order."""
    if enrollment_ids:
        plain_rows(session, _LOCKED_ENROLLMENTS, {"enrollment_ids": list(enrollment_ids)}).all()


_LOCKED_ENROLLMENTS = (
    select(col(Enrollment.id))
    .where(col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True)))
    .order_by(col(Enrollment.id))
    .with_for_update(key_share=True)
)


def lock_to_sign(session: Session, enrollment_id: UUID, unit_id: UUID) -> LockedToSign:
    """Lock an enrollment, and a unit against moves; both as they are now.

    Many may hold a unit like this at the same time: those who sign do not wait for each other.
    """
    here = {"enrollment_id": enrollment_id, "unit_id": unit_id}
    (locked,) = records(plain_rows(session, _LOCKED_TO_SIGN, here), LockedToSign)
    return locked


_LOCKED = _LOCKED_ENROLLMENT.cte("locked")
_LOCKED_TO_SIGN = (
    select(_LOCKED.c.status, _LOCKED.c.archived_at, col(Unit.module_version_id), col(Unit.title))
    .join(_LOCKED, true())
    .where(col(Unit.id) == bindparam("unit_id"))
    .with_for_update(read=True, of=Unit)
)


def lock_units(session: Session, cohort_id: UUID) -> list[Unit]:
    """Lock the units of a cohort until commit: nobody signs a text while it is moved.

    What decides about the move must be read after this. Facts that refer to the units can still
    be added by others meanwhile.
    """
    locked = (
        select(Unit)
        .where(col(Unit.cohort_id) == cohort_id)
        .order_by(col(Unit.position))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(locked))


def archived_at(session: Session, cohort_ids: Collection[UUID]) -> datetime | None:
    """Since when one of some cohorts is archived, as it is now; None if none of them is."""
    here = select(func.max(col(Cohort.archived_at))).where(col(Cohort.id).in_(cohort_ids))
    return session.scalar(here)


def first_openings(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the first unit of each cohort opens."""
    first = (
        select(col(Unit.cohort_id), func.min(col(Unit.opens_at)).label("opens_at"))
        .where(col(Unit.cohort_id).in_(cohort_ids))
        .group_by(col(Unit.cohort_id))
    )
    return {row.cohort_id: row.opens_at for row in session.execute(first)}


def unrecorded_openings(session: Session, now: datetime) -> Sequence[Unit]:
    """Units that are open by their rule and have no line for it yet."""
    recorded = exists().where(
        col(UnitOpening.unit_id) == col(Unit.id), col(UnitOpening.enrollment_id).is_(None)
    )
    due = (
        select(Unit)
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(is_published(), col(Unit.opens_at) <= now, col(Unit.held_at).is_(None), ~recorded)
        .with_for_update(of=Unit, skip_locked=True)
    )
    return session.scalars(due).all()


def module_ids_in_use(session: Session) -> set[UUID]:
    """The versions of modules that any cohort works with."""
    used = select(col(Unit.module_version_id)).where(col(Unit.module_version_id).is_not(None))
    return {id_ for id_ in session.scalars(used.distinct()) if id_ is not None}
