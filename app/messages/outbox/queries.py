"""Reads of the outbox as far as a role reaches: mail of cohorts, or all of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.cohorts.people.queries import Seen, reached_ids
from app.core.jobs import was_stopped
from app.core.models import Job, OutboxMessage, Task
from app.core.outbox import DELIVER, task_key
from app.messages.outbox.enums import MailState
from app.messages.studies.kinds import PRIVATE
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.models import AddressTrouble
from app.people.models import Person
from app.people.queries import is_found


@dataclass(frozen=True)
class NarrowedMail:
    """What a list of mail is narrowed to; empty: not narrowed."""

    words: tuple[str, ...] = ()
    """Each must occur in the name or in an address of whom it is to."""
    state: MailState | None = None
    kinds: frozenset[str] = field(default_factory=frozenset)
    cohort_id: UUID | None = None


@dataclass(frozen=True)
class MailFound:
    """One mail, and what became of it."""

    message: OutboxMessage
    state: MailState
    task: Task | None
    person: Person | None
    cohort: Cohort | None


def mail_found(
    session: Session,
    far: Seen,
    narrowed: NarrowedMail,
    *,
    sort: str,
    limit: int | None = None,
    offset: int = 0,
) -> list[MailFound]:
    """A part of a list of mail. `sort`: one of `SORTS`, with a minus sign the other way round."""
    state = _state().label("state")
    found = _joined(session, OutboxMessage, state, Task, Person, Cohort)
    ordered = found.where(_listed(far, narrowed)).order_by(*_order(sort))
    return _found(session, ordered.limit(limit).offset(offset))


def count_mail(session: Session, far: Seen, narrowed: NarrowedMail) -> int:
    """How many mails are on a list."""
    counted = func.count(col(OutboxMessage.id))
    if narrowed == NarrowedMail():  # of all of it, nothing else has to be looked at
        return session.scalar(select(counted).where(_within(far))) or 0
    return session.scalar(_joined(session, counted).where(_listed(far, narrowed))) or 0


def one_mail(session: Session, message_id: UUID) -> MailFound | None:
    """One mail, whoever may see it; nothing of what is for its reader alone."""
    own = and_(col(OutboxMessage.id) == message_id, col(OutboxMessage.kind).not_in(PRIVATE))
    found = _joined(session, OutboxMessage, _state().label("state"), Task, Person, Cohort)
    return next(iter(_found(session, found.where(own))), None)


def failed_mail(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The mails of each cohort that were given up and wait for a decision, each with when.

    But for those of a cohort's job, which waits as a whole.

    From what failed to the mail, since little fails: two statements at most, however much mail
    there is.
    """
    given_up = select(col(Task.key), col(Task.failed_at)).where(
        col(Task.failed_at).is_not(None),
        col(Task.kind) == DELIVER,
        ~was_stopped(),
        ~exists().where(col(Job.id) == col(Task.job_id), col(Job.scope_id).is_not(None)),
    )
    newest = given_up.order_by(col(Task.failed_at).desc()).limit(MOST_FAILED)
    failed_at = {UUID(key): at for key, at in session.execute(newest)}
    if not failed_at:
        return {}
    found = select(col(OutboxMessage.cohort_id), col(OutboxMessage.id)).where(
        col(OutboxMessage.id).in_(failed_at),
        col(OutboxMessage.cohort_id).in_(cohort_ids),
        col(OutboxMessage.sent_at).is_(None),
        col(OutboxMessage.dropped_at).is_(None),
        col(OutboxMessage.kind).not_in(PRIVATE),
    )
    by_cohort: defaultdict[UUID, list[str]] = defaultdict(list)
    for cohort_id, id_ in session.execute(found):
        if cohort_id:
            by_cohort[cohort_id].append(f"{id_} {failed_at[id_]}")
    return dict(by_cohort)


MOST_FAILED = 5_000
"""More is no list of things to do but an outage, of which the banner tells."""
SORTS: Mapping[str, Any] = {
    "written": col(OutboxMessage.created_at),
    "person": col(Person.search_name),
}
"""What mail can be sorted by; that with the same value stays the newest first."""


def _order(sort: str) -> tuple[Any, ...]:
    by: ColumnElement[Any] = SORTS[sort.removeprefix("-")]
    newest = col(OutboxMessage.created_at).desc(), col(OutboxMessage.id)
    return (by.desc() if sort.startswith("-") else by, *newest)


def _found(session: Session, found: Select[*tuple[Any, ...]]) -> list[MailFound]:
    rows = session.execute(found)
    return [MailFound(mail, MailState(state), *others) for mail, state, *others in rows]


def _joined(session: Session, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(OutboxMessage)
        .outerjoin(Task, _delivers(session))
        .outerjoin(Person, col(Person.id) == col(OutboxMessage.person_id))
        .outerjoin(Cohort, col(Cohort.id) == col(OutboxMessage.cohort_id))
    )


def _delivers(session: Session) -> ColumnElement[bool]:
    """That a task delivers a mail."""
    return and_(
        col(Task.kind) == DELIVER, col(Task.key) == task_key(session, col(OutboxMessage.id))
    )


def _within(far: Seen) -> ColumnElement[bool]:
    """That a mail is one of a cohort within reach, or of all."""
    shown = col(OutboxMessage.kind).not_in(PRIVATE)
    if far.everybody:
        return shown
    return and_(shown, col(OutboxMessage.cohort_id).in_(reached_ids(far.cohorts, col(Cohort.id))))


def _listed(far: Seen, narrowed: NarrowedMail) -> ColumnElement[bool]:
    conditions = [_within(far), *(_is_to(word) for word in narrowed.words)]
    if narrowed.state is not None:
        conditions.append(_state() == narrowed.state)
    if narrowed.kinds:
        conditions.append(col(OutboxMessage.kind).in_(narrowed.kinds))
    if narrowed.cohort_id is not None:
        conditions.append(col(OutboxMessage.cohort_id) == narrowed.cohort_id)
    return and_(*conditions)


def _is_to(word: str) -> ColumnElement[bool]:
    own = col(OutboxMessage.recipient).contains(word.lower(), autoescape=True)
    return or_(own, col(OutboxMessage.person_id).in_(select(col(Person.id)).where(is_found(word))))


def _state() -> ColumnElement[str]:
    came_back = exists().where(
        col(AddressTrouble.message_id) == col(OutboxMessage.id),
        col(AddressTrouble.kind).in_((Trouble.BOUNCED, Trouble.COMPLAINED)),
    )
    was_sent = col(OutboxMessage.sent_at).is_not(None)
    return case(
        (and_(was_sent, came_back), MailState.RETURNED.value),
        (was_sent, MailState.SENT.value),
        (col(OutboxMessage.dropped_at).is_not(None), MailState.UNSENT.value),
        (col(Task.failed_at).is_not(None), MailState.FAILED.value),
        else_=MailState.WAITING.value,
    )
