"""A mail server in bad moods, on a real socket."""

import re
import time
from collections import Counter
from collections.abc import Collection
from email.message import EmailMessage
from enum import StrEnum
from typing import Self

from tests.messages.server import Behavior, Conversation, FakeMailServer


class Mood(StrEnum):
    WELL = "well"
    SILENT = "silent"
    """It takes the connection and says nothing."""
    SLOW = "slow"
    """It thinks for half a second before it says anything."""
    REFUSING = "refusing"
    """It says that it has no time, and hangs up."""
    PUTTING_OFF = "putting off"
    """It takes nobody as a recipient just now."""
    HALF_REFUSING = "half refusing"
    """A quarter of all mailboxes does not exist, and a quarter is full just now."""
    DROPPING = "dropping"
    """It hangs up in the middle of a mail."""
    SWALLOWING = "swallowing"
    """It has taken the mail, and hangs up before it says so."""


class Moody(Conversation):
    """One connection, in the mood of that moment."""

    server: "MoodyServer"

    def handle(self) -> None:
        self.mood = self.server.mood
        self.is_mute = False
        if self.mood is Mood.SILENT:
            while self.rfile.readline():
                pass
        elif self.mood is Mood.REFUSING:
            self._say(b"421 come back later")
        else:
            super().handle()

    def on_rcpt(self, rest: bytes) -> None:
        box = int((re.findall(rb"box(\d+)@", rest) or [b"2"])[0]) % 4
        if box == 0:
            self._say(b"550 no such mailbox")  # in whatever mood
        elif self.mood is Mood.PUTTING_OFF or (self.mood is Mood.HALF_REFUSING and box == 1):
            self._say(b"451 not now")
        else:
            super().on_rcpt(rest)

    def on_data(self, rest: bytes) -> bool:
        if self.mood is Mood.DROPPING:
            self._say(b"354 go on")
            self.rfile.readline()
            return False
        if self.mood is Mood.SWALLOWING:
            self._say(b"354 go on")
            self.is_mute = True
            super().on_data(rest)
            self.server.swallowed += 1
            return False
        return super().on_data(rest)

    def _say(self, line: bytes) -> None:
        if self.mood is Mood.SLOW:
            time.sleep(0.5)
        if not self.is_mute:
            super()._say(line)


class MoodyServer(FakeMailServer):
    """Changes its mood while it runs, and keeps what it has taken."""

    def __init__(self, mood: Mood = Mood.WELL, port: int = 0) -> None:
        super().__init__(Behavior(), port)
        self.RequestHandlerClass = Moody
        self.mood = mood
        self.swallowed = 0

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self, keys: Collection[str]) -> Counter[str]:
        """How often it has each of some mails, by what their Message-ID begins with."""
        ids = (str(mail["Message-ID"]).lstrip("<").partition("@")[0] for mail in self.mails)
        return Counter(id_ for id_ in ids if id_ in keys)

    @property
    def mails(self) -> list[EmailMessage]:
        """All that it has."""
        return [*self.does.mails]

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was killed has hung up."""
