"""A letter as the mail that is sent."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.language.reasons import reason
from app.messages.composing import Letter

BAD_RECIPIENT = reason(
    "mail.bad_recipient", "The recipient is not an address that mail can be sent to."
)


def as_mail(message: OutboxMessage, letter: Letter, *, sender: str, host: str) -> EmailMessage:
    """A plain-text mail to exactly one recipient.

    Its Message-ID is made of the message's own id, so that a mail which had to be sent twice is
    recognized as one. Raises `RefusedError` for what is no address.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender  # not shown
    mail["To"] = _one_address(letter.recipient)  # not shown
    mail["Subject"] = " ".join(letter.subject.split())  # not shown
    mail["Date"] = message.created_at  # not shown
    mail["Message-ID"] = f"<{message.id}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    if letter.language is not None:
        mail["Content-Language"] = letter.language.code
    if letter.calendar is not None:
        letter.calendar.add_to(mail)  # after every other alternative
    return mail


def _one_address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except ValueError:
        raise RefusedError(BAD_RECIPIENT) from None
