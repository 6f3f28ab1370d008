"""Outgoing mail: posted with the act as a kind and facts, composed and delivered by the worker."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.core import queue
from app.core.models import OutboxMessage

DELIVER = "mail.deliver"


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
