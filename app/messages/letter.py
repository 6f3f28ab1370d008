"""A letter as the mail that is sent."""

from contextlib import suppress
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.language.reasons import reason
from app.messages.composing import Letter
from app.messages.frame import Frame

BAD_RECIPIENT = reason(
    "mail.bad_recipient", "The recipient is not an address that mail can be sent to."
)


class AddressHeader(UnstructuredHeader, BaseHeader):
    """A header that is an address of the web, in one line however long.

    By itself a long word without a space is folded into encoded words, as a text may be; mail
    programs decode none here, and would have no button.
    """

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", AddressHeader)
_MAIL = SMTP.clone(header_factory=_HEADERS)


def as_mail(
    message: OutboxMessage, letter: Letter, frame: Frame, *, sender: str, host: str
) -> EmailMessage:
    """A mail to exactly one recipient, in text and, once it is framed, in HTML.

    Its Message-ID is made of the message's own id, so that a mail which had to be sent twice is
    recognized as one. Raises `RefusedError` for what is no address.
    """
    mail = EmailMessage(policy=_MAIL)
    mail["From"] = sender  # not shown
    mail["To"] = _one_address(letter.recipient)  # not shown
    mail["Subject"] = " ".join(letter.subject.split())  # not shown
    mail["Date"] = message.created_at  # not shown
    mail["Message-ID"] = f"<{message.id}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    _lead_back(mail, frame)
    mail.set_content(letter.text)
    if letter.html is not None:  # programs show the last part that they know
        mail.add_alternative(letter.html, subtype="html")
    if letter.language is not None:
        mail["Content-Language"] = letter.language.code
    if letter.calendar is not None:
        letter.calendar.add_to(mail)  # after every other alternative
    return mail


def _lead_back(mail: EmailMessage, frame: Frame) -> None:
    """Where an answer goes, and what turns off this stream of mail with one click (RFC 8058)."""
    if frame.whom is not None:
        with suppress(ValueError):  # the letter itself is worth more than its way back
            name = " ".join(frame.whom.name.split())
            mail["Reply-To"] = Address(name, addr_spec=frame.whom.address)
    if frame.unsubscribe is not None:
        mail["List-Unsubscribe"] = f"<{frame.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _one_address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except ValueError:
        raise RefusedError(BAD_RECIPIENT) from None
