"""A small mail server on loopback that speaks real SMTP and does as a test tells it."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self


@dataclass
class Behavior:
    """What the server answers, by command; and what it has received."""

    recipient: bytes = b"250 ok"
    data: bytes = b"250 taken"
    goodbye: bytes = b"221 bye"
    offers: tuple[bytes, ...] = ()
    password: bytes = b""
    context: ssl.SSLContext | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    """The same as they came over the line: what a program reads that decodes nothing."""
    recipients: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    passwords_in_clear: int = 0
    connections: int = 0
    open: int = 0
    hang_up_after: int = 0
    """Mails on one connection, after which it is dropped without a word; 0: never."""


def _read(mail: bytes) -> EmailMessage:
    parsed = message_from_bytes(mail, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    server: "FakeMailServer"

    def handle(self) -> None:
        self.does = self.server.does
        self.encrypted = False
        self.does.connections += 1
        self.does.open += 1
        self.taken = 0
        self._say(b"220 test")
        while line := self.rfile.readline():
            verb, _, rest = line.strip().partition(b" ")
            answer = getattr(self, f"on_{verb.decode().lower()}", None)
            if answer is None:
                self._say(b"502 no such command")
            elif answer(rest) is False:
                return

    def on_ehlo(self, _rest: bytes) -> None:
        offers = [o for o in self.does.offers if not (self.encrypted and o == b"STARTTLS")]
        for line in [b"test", *offers]:
            self._say(b"250-" + line)
        self._say(b"250 SIZE 1000000")

    def on_starttls(self, _rest: bytes) -> None:
        assert self.does.context
        self._say(b"220 go ahead")
        self.request = self.does.context.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.encrypted = True

    def on_auth(self, rest: bytes) -> None:
        self.does.passwords_in_clear += not self.encrypted
        good = self.does.password and rest.startswith(b"PLAIN ")
        self._say(b"235 ok" if good else b"535 no")

    def on_mail(self, _rest: bytes) -> None:
        self._say(b"250 ok")

    def on_rcpt(self, rest: bytes) -> None:
        self.does.recipients.append(rest)
        self._say(self.does.recipient)

    def on_data(self, _rest: bytes) -> bool:
        self._say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        if not self.does.data:
            return False
        if self.does.data.startswith(b"2"):
            self.does.raw.append(b"".join(lines))
            self.does.mails.append(_read(self.does.raw[-1]))
            self.does.encrypted.append(self.encrypted)
        self._say(self.does.data)
        self.taken += 1
        return self.taken != self.does.hang_up_after

    def on_noop(self, _rest: bytes) -> None:
        self._say(b"250 still here")

    def on_rset(self, _rest: bytes) -> None:
        self._say(b"250 ok")

    def on_quit(self, _rest: bytes) -> bool:
        self._say(self.does.goodbye)
        return False

    def finish(self) -> None:
        self.does.open -= 1
        super().finish()
        self.request.close()

    def _say(self, line: bytes) -> None:
        self.request.sendall(line + b"\r\n")


class FakeMailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port while a test runs."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, does: Behavior, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.does = does

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()
