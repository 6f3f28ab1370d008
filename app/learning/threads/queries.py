"""Reads of threads: their posts by what was said last, and how far somebody has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.members.queries import holds
from app.cohorts.models import Cohort, Unit
from app.core.db import records
from app.language.names import full_name
from app.learning.threads.enums import PostEndKind
from app.learning.threads.models import (
    ThreadMute,
    ThreadPost,
    ThreadPostEnd,
    ThreadPostVersion,
    ThreadRead,
    ThreadReport,
)
from app.learning.threads.rules import PostFacts
from app.people.models import Person
from app.policy.table import Role


@dataclass(frozen=True)
class PostRow:
    """A post with its newest words, who wrote it, and what became of it."""

    id: UUID
    unit_id: UUID
    question_id: UUID | None
    person_id: UUID
    given_name: str
    family_name: str
    degrees: str
    coordinates: bool
    facilitates: bool
    posted_at: datetime
    text: str
    edition: int
    written_at: datetime
    end: PostEndKind | None
    end_reason: str | None

    @property
    def author(self) -> str:
        """`Dana Okafor, MD`."""
        return full_name(self.given_name, self.family_name, self.degrees)

    @property
    def facts(self) -> PostFacts:
        """What decides about an act on it."""
        return PostFacts(self.person_id, self.question_id is None, self.end)


@dataclass(frozen=True)
class Reading:
    """How far somebody has read a thread, and whether they want mail about it."""

    read_at: datetime | None
    muted_at: datetime | None


def thread_posts(
    session: Session, cohort: Cohort, unit_id: UUID, now: datetime, *, limit: int, offset: int
) -> list[PostRow]:
    """Questions with their answers, what was said last first: one statement."""
    root = func.coalesce(col(ThreadPost.question_id), col(ThreadPost.id))
    of_unit = col(ThreadPost.unit_id) == unit_id
    last = (
        select(root.label("root"), func.max(col(ThreadPost.posted_at)).label("at"))
        .where(of_unit)
        .group_by(root)
        .subquery()
    )
    is_answer = col(ThreadPost.question_id).is_not(None)
    found = (
        _posts(cohort, now)
        .join(last, last.c.root == root)
        .where(of_unit)
        .order_by(last.c.at.desc(), last.c.root, is_answer)
        .order_by(col(ThreadPost.posted_at), col(ThreadPost.id))
    )
    return records(session.execute(found.limit(limit).offset(offset)), PostRow)


def post_in(
    session: Session, cohort: Cohort, unit_id: UUID, post_id: UUID, now: datetime
) -> PostRow | None:
    """One post of a thread."""
    return posts_by_id(session, cohort, [post_id], now, unit_id=unit_id).get(post_id)


def posts_by_id(
    session: Session,
    cohort: Cohort,
    ids: Sequence[UUID],
    now: datetime,
    *,
    unit_id: UUID | None = None,
) -> dict[UUID, PostRow]:
    """Some posts of a cohort: one statement."""
    found = (
        _posts(cohort, now)
        .join(Unit, col(Unit.id) == col(ThreadPost.unit_id))
        .where(col(ThreadPost.id).in_(ids), col(Unit.cohort_id) == cohort.id)
    )
    if unit_id is not None:
        found = found.where(col(Unit.id) == unit_id)
    return {row.id: row for row in records(session.execute(found), PostRow)}


def newest_version() -> Any:
    """That a version is the one that holds."""
    newer = aliased(ThreadPostVersion)
    return and_(
        col(ThreadPostVersion.post_id) == col(ThreadPost.id),
        ~exists().where(
            col(newer.post_id) == col(ThreadPostVersion.post_id),
            col(newer.edition) > col(ThreadPostVersion.edition),
        ),
    )


def _posts(cohort: Cohort, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(col(ThreadPost.id), col(ThreadPost.unit_id), col(ThreadPost.question_id)),
            *(col(ThreadPost.person_id), col(ThreadPost.posted_at)),
            *(col(Person.given_name), col(Person.family_name), col(Person.degrees)),
            holds(Role.COORDINATOR, cohort, now).label("coordinates"),
            holds(Role.FACILITATOR, cohort, now).label("facilitates"),
            *(col(ThreadPostVersion.text), col(ThreadPostVersion.edition)),
            col(ThreadPostVersion.written_at),
            col(ThreadPostEnd.kind).label("end"),
            col(ThreadPostEnd.reason).label("end_reason"),
        )
        .select_from(ThreadPost)
        .join(Person, col(Person.id) == col(ThreadPost.person_id))
        .join(ThreadPostVersion, newest_version())
        .outerjoin(ThreadPostEnd, col(ThreadPostEnd.post_id) == col(ThreadPost.id))
    )


def versions_of(session: Session, post_id: UUID) -> Sequence[ThreadPostVersion]:
    """All that a post ever said, the newest first."""
    own = select(ThreadPostVersion).where(col(ThreadPostVersion.post_id) == post_id)
    return session.scalars(own.order_by(col(ThreadPostVersion.edition).desc())).all()


def reading_of(session: Session, unit_id: UUID, person_id: UUID) -> Reading:
    """How somebody stands to a thread: one statement."""
    row = session.execute(
        select(col(ThreadRead.read_at), col(ThreadMute.muted_at))
        .select_from(Unit)
        .outerjoin(
            ThreadRead,
            and_(col(ThreadRead.unit_id) == unit_id, col(ThreadRead.person_id) == person_id),
        )
        .outerjoin(
            ThreadMute,
            and_(col(ThreadMute.unit_id) == unit_id, col(ThreadMute.person_id) == person_id),
        )
        .where(col(Unit.id) == unit_id)
    ).one()
    return Reading(row.read_at, row.muted_at)


def has_reported(session: Session, post_id: UUID, by: UUID) -> bool:
    """Whether somebody has reported a post."""
    own = exists().where(col(ThreadReport.post_id) == post_id, col(ThreadReport.by) == by)
    return bool(session.scalar(select(own)))


def unanswered(session: Session, unit_id: UUID) -> int:
    """How many questions of a thread that are there still have no answer that is."""
    answer, ended = aliased(ThreadPost), aliased(ThreadPostEnd)
    is_answered = exists().where(
        col(answer.question_id) == col(ThreadPost.id),
        ~exists().where(col(ended.post_id) == col(answer.id)),
    )
    is_gone = exists().where(col(ThreadPostEnd.post_id) == col(ThreadPost.id))
    asked = select(func.count()).where(
        col(ThreadPost.unit_id) == unit_id,
        col(ThreadPost.question_id).is_(None),
        ~is_gone,
        ~is_answered,
    )
    return session.scalar(asked) or 0
