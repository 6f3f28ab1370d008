"""Sending a mail once more, and deciding that one is not sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, outbox, queue
from app.core.errors import require
from app.core.jobs import LEFT_OUT
from app.core.models import OutboxMessage, Task
from app.language.reasons import Reason
from app.language.stored import store
from app.messages.calendar import looks
from app.messages.outbox import rules
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import MailFound
from app.messages.rules import BY_DECISION, is_useless
from app.messages.wanted import why_not_send


def send_again(session: Session, found: MailFound, *, by: UUID, now: datetime) -> OutboxMessage:
    """Let a mail be tried again that did not leave; of one that did, send another with its facts.

    What is not so any more is still not sent. Of a session, a calendar is told once more as it is
    now.

    Raises:
        RefusedError: `why_not_again` says why.
    """
    require(why_not_again(session, found, now))
    message, again = found.message, found.message
    if found.state in (MailState.FAILED, MailState.UNSENT):
        message.dropped_at = message.dropped_reason = None
        queue.reopen(session, outbox.DELIVER, [str(message.id)], now=now)
    else:
        again = outbox.post_again(session, message, now=now)
    facts = {"kind": message.kind, "as": str(again.id)}
    audit.record(session, "mail.sent_again", "mail", message.id, by=by, now=now, facts=facts)
    session.flush()
    return again


def why_not_again(session: Session, found: MailFound, now: datetime) -> Reason | None:
    """Why a mail is not sent once more; what the worker would hold back at once is refused here."""
    message = found.message
    refused = rules.why_not_send_again(
        found.state,
        left_for=message.dropped_reason["code"] if message.dropped_reason else None,
        had_secrets=bool(message.secrets),
        is_useless=is_useless(message.useless_after, now),
    )
    return (
        refused
        or rules.why_held_back(why_not_send(session, message))
        or looks.why_not_again(session, message, now)
    )


def leave(session: Session, found: MailFound, *, by: UUID, now: datetime) -> None:
    """Decide that a mail which failed is not sent; what it could open is forgotten.

    In a job it stays among what was not delivered.
    """
    require(rules.why_not_leave(found.state))
    message = found.message
    message.dropped_at = now
    message.dropped_reason = store(BY_DECISION).reason
    message.secrets = outbox.without_secrets(message)
    if found.task is not None:
        _end(found.task, now)
    facts = {"kind": message.kind}
    audit.record(session, "mail.left", "mail", message.id, by=by, now=now, facts=facts)
    session.flush()


def _end(task: Task, now: datetime) -> None:
    if task.job_id is None:
        task.done_at, task.failed_at = now, None
    else:
        task.error, task.error_reason = store(LEFT_OUT(why=BY_DECISION))
