"""Outgoing mail: posted with the act as a kind and facts, composed and delivered by the worker."""

import functools
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, String, and_, cast, func, literal, select, type_coerce, update
from sqlalchemy.orm import Mapped, Session
from sqlmodel import col

from app.core import audit, queue
from app.core.ids import new_id
from app.core.models import Job, OutboxMessage, Task

DELIVER = "mail.deliver"
NOT_KEPT = "(not kept)"  # not shown


class Letter(NamedTuple):
    """One of many letters of a kind: to whom, and what it says."""

    key: str
    person_id: UUID
    facts: Mapping[str, JsonValue] = MappingProxyType({})
    useless_after: datetime | None = None
    label: str = ""
    """Whom it is to, for the page of its job."""
    secrets: Mapping[str, str] = MappingProxyType({})
    """As of `post`."""


def post(
    session: Session,
    *,
    kind: str,
    key: str,
    person_id: UUID,
    facts: Mapping[str, JsonValue],
    now: datetime,
    secrets: Mapping[str, str] = MappingProxyType({}),
    recipient: str | None = None,
    useless_after: datetime | None = None,
) -> OutboxMessage:
    """Post one letter to one person and ask for its delivery.

    The words are in `app/templates/letters/<kind>.txt`, which is given `facts` and `secrets` by
    name. A moment among them is ISO text, a link the path of an own page. `secrets` are forgotten
    when the letter is sent. Without a `recipient` it goes to the person's primary address.
    """
    message = OutboxMessage(
        key=key,
        kind=kind,
        person_id=person_id,
        cohort_id=audit.cohort_of(session),
        facts=dict(facts),
        secrets=dict(secrets),
        recipient=recipient,
        created_at=now,
        useless_after=useless_after,
    )
    session.add(message)
    queue.enqueue(session, DELIVER, key=str(message.id), payload={}, now=now)
    session.flush()
    return message


def post_all(
    session: Session,
    *,
    kind: str,
    letters: Iterable[Letter],
    now: datetime,
    facts: Mapping[str, JsonValue] = MappingProxyType({}),
    job: Job | None = None,
    not_before: datetime | None = None,
) -> None:
    """Post letters of one kind, each to one person; past the ORM, which is slow.

    `facts`: what all of them say, besides the letter's own. `job`: whose work their delivery is.
    `not_before`: from when on they are delivered, where that is not at once.
    """
    shared: dict[str, Any] = {
        "kind": kind,
        "cohort_id": audit.cohort_of(session),
        "created_at": now,
    }
    labels: dict[str, str] = {}
    posted: list[dict[str, Any]] = []
    for letter in letters:
        row = shared | _own(letter, facts)
        posted.append(row)
        labels[str(row["id"])] = letter.label
    if posted:
        session.flush()
        session.connection().execute(_INSERT, posted)
        begins = not_before or now
        queue.enqueue_all(session, DELIVER, labels, now=begins, job=job, labels=labels)


def post_again(session: Session, before: OutboxMessage, *, now: datetime) -> OutboxMessage:
    """Post a letter with the facts of one that was sent, and with a Message-ID of its own."""
    copied = before.model_dump(include={"kind", "person_id", "cohort_id", "facts", "useless_after"})
    if not before.facts:  # from before letters had templates: its words are all there is
        copied |= {"subject": before.subject, "text": before.text, "recipient": before.recipient}
    id_ = new_id()
    again = OutboxMessage(**copied, id=id_, key=f"{before.key}{_AGAIN}{id_}", created_at=now)
    session.add(again)
    queue.enqueue(session, DELIVER, key=str(id_), payload={}, now=now)
    session.flush()
    return again


def is_again(message: OutboxMessage) -> bool:
    """Whether somebody let a letter be sent once more that had been sent."""
    return _AGAIN in message.key


_AGAIN = ":again:"


def task_key(session: Session, id_: Mapped[UUID]) -> ColumnElement[str]:
    """The key of the task that delivers a letter, as the database makes it of the letter's id."""
    if session.get_bind().dialect.name != "sqlite":
        return cast(id_, String)
    digits = type_coerce(id_, String)  # SQLite keeps an id as its digits alone
    parts = [func.substr(digits, start, length) for start, length in _GROUPS]
    return functools.reduce(lambda left, right: left + literal("-") + right, parts)


_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def end_deliveries(session: Session, cohort_id: UUID, *, now: datetime) -> None:
    """Nobody tries to send what was posted for a cohort and is about to go."""
    own = select(task_key(session, col(OutboxMessage.id))).where(
        col(OutboxMessage.cohort_id) == cohort_id, col(OutboxMessage.sent_at).is_(None)
    )
    letters = col(Task.kind) == DELIVER, col(Task.key).in_(own), col(Task.done_at).is_(None)
    session.execute(
        update(Task)
        .where(*letters)
        .values(done_at=now, failed_at=None, leased_until=None)
        .execution_options(synchronize_session=False)
    )


def unposted(
    *, kind: str, facts: Mapping[str, JsonValue], now: datetime, recipient: str | None = None
) -> OutboxMessage:
    """A letter that is in no outbox: to be read as it would be, or to be sent at once or never."""
    return OutboxMessage(key="", kind=kind, recipient=recipient, facts=dict(facts), created_at=now)


def without_secrets(message: OutboxMessage) -> dict[str, str]:
    """What takes the place of a letter's secrets, once nobody needs them."""
    return {
        name: f"/{NOT_KEPT}" if value.startswith("/") else NOT_KEPT
        for name, value in message.secrets.items()
    }


def forget(session: Session, key: str) -> None:
    """What a letter could open is used: nobody finds it in the outbox any more."""
    letter = session.scalar(select(OutboxMessage).where(col(OutboxMessage.key) == key))
    if letter is not None:
        letter.secrets = without_secrets(letter)


def has_useless_secrets(session: Session, now: datetime) -> bool:
    """Whether a letter that was not sent could open something that is too old."""
    return session.scalars(select(OutboxMessage).where(_useless(now)).limit(1)).first() is not None


def forget_useless_secrets(session: Session, now: datetime) -> None:
    """Nobody finds them in the outbox any more, whatever the clock says later."""
    for letter in session.scalars(select(OutboxMessage).where(_useless(now))):
        letter.secrets = without_secrets(letter)


def _useless(now: datetime) -> ColumnElement[bool]:
    secrets = cast(col(OutboxMessage.secrets), String)
    return and_(
        col(OutboxMessage.sent_at).is_(None),
        col(OutboxMessage.useless_after) <= now,
        secrets != "{}",
        secrets.not_like(f"%{NOT_KEPT}%"),
    )


def _own(letter: Letter, facts: Mapping[str, JsonValue]) -> dict[str, Any]:
    """The columns of a letter that are not those of all; what it lacks is left to the database."""
    return {
        "id": new_id(),
        "key": letter.key,
        "person_id": letter.person_id,
        "facts": {**facts, **letter.facts},
        "secrets": dict(letter.secrets),
        "useless_after": letter.useless_after,
    }


_INSERT = OutboxMessage.__table__.insert()  # type: ignore[attr-defined]
