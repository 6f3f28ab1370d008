"""Reports of mail that came back or was complained of, as servers and providers write them."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from tests.cast import NOW
from tests.letters import post_certificate

OTHER = UUID("0193a1b2-0000-7000-8000-000000000001")


def dsn(
    message_id: UUID | None, *, action: str = "failed", status: str = "5.1.1", inside: bool = True
) -> bytes:
    """As Postfix writes it; `inside`: with the headers of the mail that came back."""
    given_back = f"Message-ID: <{message_id}@example.edu>\n" if message_id and inside else ""
    reference = f"References: <{message_id}@example.edu>\n" if message_id and not inside else ""
    return f"""\
From: MAILER-DAEMON@mail.example.edu
To: no-reply@example.edu
Subject: Undelivered Mail Returned to Sender
{reference}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.edu

Final-Recipient: rfc822; somebody.else@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: no such user here

--B
Content-Type: text/rfc822-headers

{given_back}From: no-reply@example.edu
Subject: hello

--B--
""".encode()


def arf(message_id: UUID, kind: str = "abuse") -> bytes:
    return f"""\
From: feedback@provider.example
Subject: FW: hello
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an email abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--B
Content-Type: message/rfc822

From: no-reply@example.edu
Message-ID: <{message_id}@example.edu>
Subject: hello

Hello
--B--
""".encode()


def sent(session: Session, recipient: str = "ada@example.org") -> UUID:
    """A mail that the server took."""
    message = post_certificate(session, f"k{uuid4()}")
    message.sent_at, message.recipient = NOW, recipient
    session.flush()
    return message.id
