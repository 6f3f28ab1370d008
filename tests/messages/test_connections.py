"""A connection that is kept while there is mail, within bounds, and found again when it is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest

from app.core.errors import RefusedError
from app.messages import connections
from app.messages.connections import KeptConnections
from app.messages.smtp import MailServer, RecipientRefusedError
from tests.messages.server import Behavior, FakeMailServer


@dataclass
class Line:
    """A server, and connections to it."""

    does: Behavior
    kept: KeptConnections
    now: list[float] = field(default_factory=lambda: [0.0])

    def send(self, number: int = 1) -> None:
        for _ in range(number):
            mail = EmailMessage()
            mail["From"], mail["To"] = "no-reply@example.edu", "ada@example.org"
            mail["Message-ID"] = f"<{len(self.does.mails)}@here>"
            mail.set_content("Hello")
            self.kept.send(mail)


@pytest.fixture
def line() -> Iterator[Line]:
    does, now = Behavior(), [0.0]
    with FakeMailServer(does) as server:
        mail_server = MailServer.from_url(f"smtp://127.0.0.1:{server.port}", greeting="here")
        kept = KeptConnections(mail_server, clock=lambda: now[0])
        yield Line(does, kept, now)
        kept.close()


def test_mails_share_a_connection_until_nothing_is_left(line: Line) -> None:
    line.send(3)
    assert (line.does.connections, len(line.does.mails)) == (1, 3)
    line.kept.close()
    line.send()
    assert line.does.connections == 2


def test_connection_is_kept_for_so_many_mails(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_MAILS", 2)
    line.send(5)
    assert (line.does.connections, len(line.does.mails)) == (3, 5)


def test_connection_is_kept_for_so_long(line: Line) -> None:
    line.send(2)
    line.now[0] = connections.LONGEST
    line.send()
    assert (line.does.connections, len(line.does.mails)) == (2, 3)


def test_dropped_connection_is_opened_again_and_nothing_is_lost_or_doubled(line: Line) -> None:
    line.does.hang_up_after = 2
    line.send(7)
    assert line.does.connections == 4
    assert [mail["Message-ID"] for mail in line.does.mails] == [f"<{n}@here>" for n in range(7)]


def test_server_that_refuses_one_mail_takes_the_next_on_the_same_connection(line: Line) -> None:
    line.does.recipient = b"550 no such user"
    with pytest.raises(RecipientRefusedError) as refused:
        line.send()
    assert refused.value.code == 550
    line.does.recipient = b"250 ok"
    line.does.data = b"554 no"
    with pytest.raises(RefusedError):
        line.send()
    line.does.data = b"250 ok"
    line.send()
    assert line.does.connections == 1


def test_connection_that_failed_is_not_used_again(line: Line) -> None:
    line.does.data = b""
    with pytest.raises(OSError, match="closed"):
        line.send()
    line.does.data = b"250 ok"
    line.send()
    assert line.does.connections == 2
