"""A test letter that is sent at once, for whoever sets mail up."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from app.core import outbox
from app.core.errors import RefusedError
from app.language.reasons import Reason, ReasonKind, reason
from app.messages.composing import Addressee, compose
from app.messages.frame import framed
from app.messages.framing import Framing
from app.messages.letter import as_mail
from app.messages.smtp import MailServer, MailServerError, trouble
from app.people.queries import person_by_address
from app.people.rules import is_address
from app.settings import Settings

NO_SERVER = reason("mail.no_server", "No mail server is set: set SMTP_URL first.")
NOT_AN_ADDRESS = ReasonKind("mail.not_an_address", "{address} is not an email address.")
TAKEN = ReasonKind(
    "mail.test_taken", "The mail server {host} took a test letter for {address}: look for it there."
)


@dataclass(frozen=True)
class Tried:
    """What became of it."""

    is_sent: bool
    said: Reason


def send_trial(session: Session, settings: Settings, address: str, *, now: datetime) -> Tried:
    """Send a test letter now; nothing of it is kept."""
    if not is_address(address):
        return Tried(False, NOT_AN_ADDRESS(address=address))
    if settings.smtp_url is None:
        return Tried(False, NO_SERVER)
    host = urlsplit(settings.base_url).hostname or "localhost"
    try:
        server = MailServer.from_url(settings.smtp_url.get_secret_value(), greeting=host)
        server.send(_mail(session, settings, address, host, now))
    except (RefusedError, MailServerError) as refused:
        return Tried(False, refused.reason)
    except OSError as error:
        return Tried(False, trouble(error))
    return Tried(True, TAKEN(host=server.host, address=address))


def _mail(
    session: Session, settings: Settings, address: str, host: str, now: datetime
) -> EmailMessage:
    person = person_by_address(session, address)
    facts = {"asked_at": now.isoformat()}
    message = outbox.unposted(kind="test", recipient=address, facts=facts, now=now)
    reader = Addressee(
        (person.given_name or person.family_name) if person else address,
        person.zone if person else "UTC",
        address,
        settings.offered_languages[0],
    )
    assert settings.secret_key is not None  # settings see to it
    framing = Framing(settings.base_url, settings.secret_key.get_secret_value())
    frame = framing.of(session, message, now)
    letter = framed(compose(message, reader, settings.base_url), frame)
    return as_mail(message, letter, frame, sender=settings.mail_from, host=host)
