"""Connections to the mail server that are kept while there is mail to send.

One that the server has dropped meanwhile is noticed before a mail is begun on it, and another one
is opened: no mail is lost by it, and none is sent twice.
"""

import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from app.core.errors import RefusedError
from app.messages.smtp import MailServer, hand_over, say_goodbye

MOST_MAILS = 100
"""On one connection: many servers end one that brings more."""
LONGEST = 60.0
"""Seconds that a connection is kept."""


@dataclass
class _Kept:
    client: smtplib.SMTP
    opened: float
    mails: int = 0


class KeptConnections:
    """As many as there are mails under way at once; safe for threads."""

    def __init__(self, server: MailServer, clock: Callable[[], float] = time.monotonic) -> None:
        self.server, self.clock = server, clock
        self._idle: list[_Kept] = []
        self._lock = threading.Lock()

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail over; raises like `MailServer.send`."""
        kept = self._usable() or _Kept(self.server.open(), self.clock())
        kept.mails += 1
        try:
            hand_over(kept.client, mail)
        except RefusedError:  # the server has said so and listens on
            self._keep(kept)
            raise
        except BaseException:
            kept.client.close()
            raise
        self._keep(kept)

    def close(self) -> None:
        """Nothing is left to send just now: say goodbye wherever nothing is under way."""
        with self._lock:
            idle, self._idle = self._idle, []
        for kept in idle:
            say_goodbye(kept.client)

    def _usable(self) -> _Kept | None:
        """One that still answers."""
        while True:
            with self._lock:
                kept = self._idle.pop() if self._idle else None
            if kept is None or (not self._is_used_up(kept) and _answers(kept.client)):
                return kept
            say_goodbye(kept.client)

    def _is_used_up(self, kept: _Kept) -> bool:
        return kept.mails >= MOST_MAILS or self.clock() - kept.opened >= LONGEST

    def _keep(self, kept: _Kept) -> None:
        with self._lock:
            self._idle.append(kept)


def _answers(client: smtplib.SMTP) -> bool:
    try:
        code, _ = client.noop()
    except OSError:
        return False
    return 200 <= code < 300
