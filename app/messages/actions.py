"""What becomes of a mail, recorded with its task in one transaction."""

from datetime import datetime, timedelta

from sqlalchemy import Update, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import queue
from app.core.jobs import LEFT_OUT
from app.core.models import OutboxMessage, Task
from app.core.outbox import without_secrets
from app.language.reasons import Reason
from app.language.stored import store
from app.messages.composing import Letter
from app.messages.smtp import RecipientRefusedError
from app.people.addresses.trouble.actions import note_taken, note_trouble
from app.people.addresses.trouble.enums import Trouble


def record_sent(
    session: Session, message: OutboxMessage, letter: Letter, task: Task, *, now: datetime
) -> None:
    """The mail server took it; the words stay as `letter` has them, the secrets go."""
    words = {"recipient": letter.recipient, "subject": letter.subject, "text": letter.text}
    session.execute(_forget(message).values(sent_at=now, **words))
    note_taken(session, letter.recipient, now=now)
    queue.finish(session, task, now=now)


def refuse(
    session: Session,
    message: OutboxMessage,
    letter: Letter,
    task: Task,
    refused: RecipientRefusedError,
    *,
    now: datetime,
) -> None:
    """The server takes nothing for this address: it is marked, and the mail is given up.

    What it was left unsent for before is so no longer, and now somebody has to decide.
    """
    if queue.still_ours(session, task):
        own = update(OutboxMessage).where(col(OutboxMessage.id) == message.id)
        session.execute(own.values(dropped_at=None, dropped_reason=None))
        note_trouble(
            session,
            letter.recipient,
            Trouble.REFUSED,
            code=str(refused.code),
            message_id=message.id,
            now=now,
        )
        queue.fail(session, task, refused.reason, now=now, final=True)


def leave_unsent(
    session: Session, message: OutboxMessage, task: Task, why: Reason, *, now: datetime
) -> None:
    """It would come too late or say what is not so; its secrets go, and the reason is kept.

    In a job, which somebody watches, it is left out: what did not leave is not delivered.
    """
    dropped = {"dropped_at": now, "dropped_reason": store(why).reason}
    left = _forget(message).values(**dropped).returning(col(OutboxMessage.id))
    if session.execute(left).all() and task.job_id is not None:
        queue.fail(session, task, LEFT_OUT(why=why), now=now, final=True)
    else:
        queue.finish(session, task, now=now)


def _forget(message: OutboxMessage) -> Update:
    """Unless another worker has sent it meanwhile."""
    return (
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message.id, col(OutboxMessage.sent_at).is_(None))
        .values(secrets=without_secrets(message))
    )


def tried_since(task: Task) -> datetime | None:
    """When a server was there that did not take it, for the first time; None before that."""
    noted = task.payload.get(_SINCE)
    return datetime.fromisoformat(noted) if noted else None


def tried_before(task: Task) -> int:
    """How often a server was there that did not take it."""
    return int(task.payload.get(_TRIES, 0))


def postpone(
    session: Session, task: Task, why: Reason, *, since: datetime, wait: timedelta, now: datetime
) -> None:
    """Try again later, as long as nobody else has taken the task over meanwhile.

    Unlike `queue.fail` this never gives up: a mail server may be away for a night. It counts for
    itself how often that was: to the queue, attempts are those at which a worker stopped.
    `since`: when it was tried first.
    """
    tries = {_SINCE: since.isoformat(), _TRIES: tried_before(task) + 1}
    payload = {**task.payload, **tries}
    session.execute(
        update(Task)
        .where(col(Task.id) == task.id, col(Task.lease_token) == task.lease_token)
        .values(
            **queue.error_columns(store(why)),
            payload=payload,
            attempts=0,
            failed_at=None,  # it was believed that its worker had stopped, and here it is
            leased_until=None,
            not_before=now + wait,
        )
    )


_SINCE = "tried_since"
_TRIES = "tries"
