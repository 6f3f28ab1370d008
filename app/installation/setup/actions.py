"""Trying out what an installation needs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, outbox
from app.installation.setup import queries


def send_test(session: Session, *, by: UUID, now: datetime) -> None:
    """Post a mail to oneself. One that still waits is not followed by another one."""
    newest = queries.newest_test(session)
    if newest is not None and newest.sent_at is None and not newest.given_up:
        return
    asked_at = now.isoformat()
    outbox.post(
        session,
        kind="test",
        key=f"test:{by}:{asked_at}",
        person_id=by,
        facts={"asked_at": asked_at},
        now=now,
    )
    audit.record(session, "mail.tested", "person", by, by=by, now=now)
