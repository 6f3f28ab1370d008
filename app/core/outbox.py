"""Outgoing mail: written with the act, delivered later by the worker."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core import jobs
from app.core.models import OutboxMessage

DELIVER = "mail.deliver"


def post(
    session: Session,
    *,
    kind: str,
    key: str,
    recipient: str,
    subject: str,
    text: str,
    now: datetime,
    useless_after: datetime | None = None,
) -> OutboxMessage:
    """Write one mail to one recipient and ask for its delivery."""
    message = OutboxMessage(
        key=key,
        kind=kind,
        recipient=recipient,
        subject=subject,
        text=text,
        created_at=now,
        useless_after=useless_after,
    )
    session.add(message)
    jobs.enqueue(session, DELIVER, key=str(message.id), payload={}, now=now)
    session.flush()
    return message
