"""Sending a mail once more, and deciding that one is not sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, outbox, queue
from app.core.errors import require
from app.core.jobs import LEFT_OUT
from app.core.models import OutboxMessage, Task
from app.language.stored import store
from app.messages.calendar.looks import why_not_again
from app.messages.outbox import rules
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import MailFound
from app.messages.rules import is_useless


def send_again(session: Session, found: MailFound, *, by: UUID, now: datetime) -> OutboxMessage:
    """Let a mail be tried again that failed; of one that was sent, send another with its facts.

    What its reader has turned off, and what is not so any more, is still not sent. Of a session,
    a calendar is told once more as it is now.
    """
    message = found.message
    late = is_useless(message.useless_after, now)
    had_secrets = bool(message.secrets)
    require(rules.why_not_send_again(found.state, had_secrets=had_secrets, is_useless=late))
    require(why_not_again(session, message, now))
    failed = found.state is MailState.FAILED
    if failed:
        queue.reopen(session, outbox.DELIVER, [str(message.id)], now=now)
    again = message if failed else outbox.post_again(session, message, now=now)
    facts = {"kind": message.kind, "as": str(again.id)}
    audit.record(session, "mail.sent_again", "mail", message.id, by=by, now=now, facts=facts)
    session.flush()
    return again


def leave(session: Session, found: MailFound, *, by: UUID, now: datetime) -> None:
    """Decide that a mail which failed is not sent; what it could open is forgotten.

    In a job it stays among what was not delivered.
    """
    require(rules.why_not_leave(found.state))
    message = found.message
    message.dropped_at = now
    message.dropped_reason = store(rules.BY_DECISION).reason
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
        task.error, task.error_reason = store(LEFT_OUT(why=rules.BY_DECISION))
