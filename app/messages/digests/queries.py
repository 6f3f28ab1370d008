"""Reads for the daily letters: a constant number of statements, however many people there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.queries import has_session, is_barred
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.gates.queries import is_unread, opens_for_all
from app.cohorts.helpers.queries import reaches
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit, UnitOpening
from app.cohorts.queries import is_published
from app.core.db import grouped, records
from app.learning.threads.models import (
    ThreadMute,
    ThreadPost,
    ThreadPostEnd,
    ThreadPostVersion,
    ThreadRead,
)
from app.learning.threads.queries import newest_version
from app.messages.digests.models import ThreadDigest
from app.messages.digests.rules import GOES_BACK, Kept, NewPost, Reader
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


def recent_posts(session: Session, now: datetime) -> list[NewPost]:
    """What was written of late in cohorts that have threads, the oldest first: one statement."""
    late = and_(col(ThreadPost.posted_at) > now - GOES_BACK, col(ThreadPost.posted_at) <= now)
    return records(session.execute(_posts().where(late)), NewPost)


def posts_called(session: Session, ids: Collection[UUID]) -> list[NewPost]:
    """Those of some posts that are there still, as they read now: one statement."""
    return records(session.execute(_posts().where(col(ThreadPost.id).in_(ids))), NewPost)


def _posts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(col(ThreadPost.id), col(Unit.cohort_id), col(ThreadPost.unit_id)),
            *(col(Unit.position), col(ThreadPost.question_id).is_not(None).label("is_answer")),
            col(ThreadPost.person_id).label("author"),
            *(col(Person.given_name), col(Person.family_name), col(Person.degrees)),
            *(col(ThreadPostVersion.text), col(ThreadPost.posted_at)),
            opens_for_all().label("opens_at"),
        )
        .select_from(ThreadPost)
        .join(Unit, col(Unit.id) == col(ThreadPost.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .join(Person, col(Person.id) == col(ThreadPost.person_id))
        .join(ThreadPostVersion, newest_version())
        .outerjoin(ThreadPostEnd, col(ThreadPostEnd.post_id) == col(ThreadPost.id))
        .where(col(ThreadPostEnd.id).is_(None), col(Cohort.has_threads), is_published())
        .where(col(Cohort.archived_at).is_(None))
        .order_by(col(ThreadPost.posted_at), col(ThreadPost.id))
    )


def readers_of(
    session: Session,
    cohort_ids: Collection[UUID],
    now: datetime,
    *,
    person_id: UUID | None = None,
) -> list[Reader]:
    """Who learns, facilitates or leads a session in some cohorts, each once a cohort.

    Five statements. `person_id`: of this person only.
    """
    only = col(Person.id) == person_id if person_id else true()
    staff = _facilitators(session, cohort_ids, only, now)
    found: list[Reader] = [
        *staff,
        *_learners(session, cohort_ids, only),
        *_guests(session, cohort_ids, only),
    ]
    once: dict[tuple[UUID, UUID], Reader] = {}
    for reader in found:
        once.setdefault((reader.person_id, reader.cohort_id), reader)
    return list(once.values())


def _facilitators(
    session: Session, cohort_ids: Collection[UUID], only: ColumnElement[bool], now: datetime
) -> Iterable[Reader]:
    found: Select[*tuple[Any, ...]] = (
        select(col(Person.id), col(Person.zone), col(Cohort.id).label("cohort_id"))
        .select_from(RoleGrant)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .join(Cohort, reaches(col(Cohort.program_id), col(Cohort.id)))
        .where(col(RoleGrant.role) == Role.FACILITATOR, grant_holds(now), _is_there(), only)
        .where(col(Cohort.id).in_(cohort_ids))
    )
    for row in session.execute(found):
        yield Reader(row.id, row.cohort_id, row.zone, row.cohort_id, learns=False)


def _learners(
    session: Session, cohort_ids: Collection[UUID], only: ColumnElement[bool]
) -> Iterable[Reader]:
    here = col(Enrollment.cohort_id).in_(cohort_ids)
    early: defaultdict[UUID, set[UUID]] = defaultdict(set)
    opened = (
        select(col(UnitOpening.enrollment_id), col(UnitOpening.unit_id))
        .join(Enrollment, col(Enrollment.id) == col(UnitOpening.enrollment_id))
        .where(here)
    )
    for row in session.execute(opened):
        early[row.enrollment_id].add(row.unit_id)
    kept_from = grouped(session.execute(_KEPT_FROM.where(here)))
    found = (
        select(col(Person.id), col(Person.zone), col(Enrollment.cohort_id))
        .add_columns(col(Enrollment.id).label("place_id"))
        .select_from(Enrollment)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(here, is_enrolled(), _is_there(), only)
    )
    for row in session.execute(found):
        yield Reader(
            *(row.id, row.cohort_id, row.zone, row.place_id),
            learns=True,
            early=frozenset(early[row.place_id]),
            kept_from=frozenset(kept_from.get(row.place_id, ())),
        )


_KEPT_FROM: Select[UUID, UUID] = (
    select(col(Enrollment.id), col(Unit.id))
    .join(Unit, col(Unit.cohort_id) == col(Enrollment.cohort_id))
    .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .where(
        or_(
            and_(
                is_barred(),
                col(Unit.module_version_id).is_(None),
                or_(col(CaseSession.id).is_(None), ~has_session()),
            ),
            is_unread(),
        )
    )
)
"""Units without a module whose session is not theirs, and those for which they have yet to read
the disclosures, by place: they have no thread there."""


def _guests(
    session: Session, cohort_ids: Collection[UUID], only: ColumnElement[bool]
) -> Iterable[Reader]:
    found = (
        select(col(Person.id), col(Person.zone), col(Unit.cohort_id))
        .add_columns(col(Unit.id).label("unit_id"))
        .select_from(SessionPart)
        .join(Person, col(Person.id) == col(SessionPart.person_id))
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id).in_(cohort_ids), _is_there(), only)
    )
    units: defaultdict[tuple[UUID, UUID, str], set[UUID]] = defaultdict(set)
    for row in session.execute(found):
        units[row.id, row.cohort_id, row.zone].add(row.unit_id)
    for (person_id, cohort_id, zone), own in units.items():
        yield Reader(person_id, cohort_id, zone, cohort_id, learns=False, units=frozenset(own))


def _is_there() -> ColumnElement[bool]:
    return col(Person.disabled_at).is_(None)


def kept_of(session: Session, posts: Sequence[NewPost]) -> Kept:
    """How far people have read the threads of some posts, and were told: three statements."""
    units, cohorts = {post.unit_id for post in posts}, {post.cohort_id for post in posts}
    read = select(ThreadRead).where(col(ThreadRead.unit_id).in_(units))
    muted = select(ThreadMute).where(col(ThreadMute.unit_id).in_(units))
    told = (
        select(col(ThreadDigest.person_id), col(ThreadDigest.cohort_id))
        .add_columns(func.max(col(ThreadDigest.until)).label("until"))
        .where(col(ThreadDigest.cohort_id).in_(cohorts))
        .group_by(col(ThreadDigest.person_id), col(ThreadDigest.cohort_id))
    )
    return Kept(
        {(row.person_id, row.unit_id): row.read_at for row in session.scalars(read)},
        {(row.person_id, row.unit_id) for row in session.scalars(muted)},
        {(row.person_id, row.cohort_id): row.until for row in session.execute(told)},
    )


class Written(NamedTuple):
    """A letter that there is: whose, and of which day."""

    person_id: UUID
    day: date


def written_on(session: Session, cohort_id: UUID, days: Collection[date]) -> set[Written]:
    """The letters of these days about a cohort."""
    found = select(col(ThreadDigest.person_id), col(ThreadDigest.day)).where(
        col(ThreadDigest.cohort_id) == cohort_id, col(ThreadDigest.day).in_(days)
    )
    return {Written(row.person_id, row.day) for row in session.execute(found)}
