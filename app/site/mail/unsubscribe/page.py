"""What the link that turns a stream off shows."""

from dataclasses import dataclass

from app.language import LazyText
from app.messages.streams.enums import Stream


@dataclass(frozen=True)
class UnsubscribePage:
    """One stream of one person, who is not named: a letter may have been passed on."""

    token: str
    stream: Stream
    is_off: bool
    done: bool = False
    """Whether it was just changed."""

    @property
    def name(self) -> LazyText:
        """What the stream is called."""
        return self.stream.words

    @property
    def path(self) -> str:
        """Where the button sends."""
        return f"/mail/unsubscribe/{self.token}"
