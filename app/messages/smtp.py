"""The configured mail server, and handing one mail to it."""

import smtplib
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.core.errors import RefusedError, WaypostError
from app.language.reasons import Reason, ReasonKind, reason

TIMEOUT = 10.0  # seconds a step; all steps together should stay within a task's lease
SUBMISSION = 587
EXPLAINED = reason(
    "mail.bad_server_address",
    "SMTP_URL must look like smtp://user:password@mail.example.edu:587 "
    "or smtps://user:password@mail.example.edu:465.",
)
RECIPIENT_REFUSED = ReasonKind(
    "mail.recipient_refused", "The mail server refused the recipient ({reply})."
)
MAIL_REFUSED = ReasonKind("mail.refused", "The mail server refused this mail ({reply}).")
RECIPIENT_PUT_OFF = ReasonKind(
    "mail.recipient_put_off", "The mail server put the recipient off ({reply})."
)
LOGIN_REFUSED = ReasonKind(
    "mail.login_refused", "The mail server refused the user or password of SMTP_URL ({reply})."
)
SENDER_REFUSED = ReasonKind(
    "mail.sender_refused", "The mail server refused the sender of MAIL_FROM ({reply})."
)
SERVER_ANSWERED = ReasonKind("mail.server_answered", "The mail server answered {reply}.")
NOT_OFFERED = reason(
    "mail.not_offered", "The mail server does not offer what SMTP_URL needs, such as STARTTLS."
)
NOT_REACHED = ReasonKind("mail.not_reached", "The mail server could not be reached ({problem}).")


class MailServerError(WaypostError):
    """The setting cannot be used; the message tells its operator how to write it."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. A password never travels unencrypted."""

    host: str
    port: int
    tls_from_start: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    greeting: str = "localhost"
    """What we call ourselves."""
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    @classmethod
    def from_url(cls, url: str, *, greeting: str) -> "MailServer":
        """Read `SMTP_URL`; raises `MailServerError` with a sentence that keeps the password out."""
        parts = urlsplit(url)
        ports = {"smtp": 25, "smtps": 465}
        try:
            port = parts.port or ports[parts.scheme]
        except (KeyError, ValueError):
            raise MailServerError(EXPLAINED) from None
        if not parts.hostname:
            raise MailServerError(EXPLAINED)
        return cls(
            host=parts.hostname,
            port=port,
            tls_from_start=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            greeting=greeting,
        )

    def open(self) -> smtplib.SMTP:
        """A connection that is ready for mail; raises `OSError` like `send`."""
        client = self._connect()
        try:
            self._secure(client)
            if self.user:
                client.login(self.user, self.password)
        except BaseException:
            client.close()
            raise
        return client

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail over, on a connection of its own.

        Raises:
            RefusedError: This mail is refused for good; another try would change nothing.
            OSError: The server is away, slow or unwilling just now (`SMTPException` is one too).
        """
        with closing(self.open()) as client:
            hand_over(client, mail)
            say_goodbye(client)

    def try_out(self) -> None:
        """Go as far as handing a mail over, and hand none over; raises `OSError` like `send`."""
        self.open().close()

    def _connect(self) -> smtplib.SMTP:
        if self.tls_from_start:
            return smtplib.SMTP_SSL(
                self.host, self.port, self.greeting, timeout=TIMEOUT, context=self.context
            )
        return smtplib.SMTP(self.host, self.port, self.greeting, timeout=TIMEOUT)

    def _secure(self, client: smtplib.SMTP) -> None:
        """Turn on TLS where it is offered; insist on it for a password and on port 587."""
        if self.tls_from_start:
            return
        client.ehlo_or_helo_if_needed()
        if client.has_extn("starttls") or self.user or self.port == SUBMISSION:
            client.starttls(context=self.context)


class RecipientRefusedError(RefusedError):
    """The server says that there is no such mailbox, or that it takes nothing."""

    def __init__(self, code: int) -> None:
        super().__init__(RECIPIENT_REFUSED(reply=code))
        self.code = code


def hand_over(client: smtplib.SMTP, mail: EmailMessage) -> None:
    """Hand one mail over; raises like `MailServer.send`."""
    try:
        client.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        code = min(code for code, _ in refused.recipients.values())
        if code >= 500:
            raise RecipientRefusedError(code) from refused
        raise
    except smtplib.SMTPDataError as refused:
        if refused.smtp_code >= 500:
            raise RefusedError(MAIL_REFUSED(reply=refused.smtp_code)) from refused
        raise


def say_goodbye(client: smtplib.SMTP) -> None:
    """What was accepted is accepted, however the server says goodbye."""
    with suppress(OSError):
        client.docmd("QUIT")
    client.close()


def trouble(error: OSError) -> Reason:
    """What went wrong, in words that name nobody."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return RECIPIENT_PUT_OFF(reply=min(code for code, _ in error.recipients.values()))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return LOGIN_REFUSED(reply=error.smtp_code)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return SENDER_REFUSED(reply=error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return SERVER_ANSWERED(reply=error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NOT_OFFERED
    return NOT_REACHED(problem=type(error).__name__)
