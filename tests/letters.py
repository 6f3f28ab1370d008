"""Letters in tests: posted as an action does it, and read as they would be sent."""

from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.core import outbox, queue
from app.core.models import OutboxMessage
from app.language.languages import offered
from app.messages.composing import Letter, compose
from app.messages.queries import addressees
from tests.cast import NOW, Cast

LANGUAGES = offered("en,es,en-XA,ar-XB")
HERE = "http://localhost:8000"
CERTIFICATE: dict[str, JsonValue] = {
    "kind": "completion",
    "number": "WP-26-1234",
    "verify_path": "/verify/code",
}
FACTS: dict[str, JsonValue] = {
    "program": "Mentor Development Program",
    "cohort": "Spring 2026",
    "certificates": [CERTIFICATE],
}


def read(session: Session, message: OutboxMessage, base_url: str = HERE) -> Letter:
    """A letter in words."""
    people = addressees(session, [message], LANGUAGES)
    return compose(message, people.get(message.person_id), base_url)


def post_certificate(
    session: Session,
    key: str = "k",
    *,
    now: datetime = NOW,
    recipient: str | None = None,
    useless_after: datetime | None = None,
    certificate_kind: str = "completion",
    **facts: JsonValue,
) -> OutboxMessage:
    """Tell Ada that a certificate is ready."""
    return outbox.post(
        session,
        kind="certificate",
        key=key,
        person_id=Cast(session).id("ada"),
        facts=FACTS | {"certificates": [CERTIFICATE | {"kind": certificate_kind}]} | facts,
        recipient=recipient,
        now=now,
        useless_after=useless_after,
    )


def post_sign_in(session: Session, token: str, useless_after: datetime) -> OutboxMessage:
    """Ada asks for a link under an address that is not her primary one."""
    return outbox.post(
        session,
        kind="sign_in",
        key="sign-in:link",
        person_id=Cast(session).id("ada"),
        recipient="ada@second.example.org",
        facts={"minutes": 10},
        secrets={"link_path": f"/sign-in/link/{token}", "code": "1234 5678"},
        now=NOW,
        useless_after=useless_after,
    )


def post_words(session: Session, subject: str, text: str) -> OutboxMessage:
    """A mail from before letters had templates: its words are there."""
    message = OutboxMessage(
        key="old",
        kind="test",
        recipient="ada@example.org",
        subject=subject,
        text=text,
        facts={},
        created_at=NOW,
    )
    session.add(message)
    queue.enqueue(session, outbox.DELIVER, key=str(message.id), payload={}, now=NOW)
    session.flush()
    return message
