"""What sending a message takes besides the message; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.language.languages import Language
from app.language.reasons import Reason
from app.messages.announcements.rules import Reach, Reader, Sender, Surroundings


@dataclass(frozen=True)
class Sending:
    """All of it."""

    readers: Sequence[Reader]
    reach: Mapping[UUID, Reach]
    around: Surroundings
    language: Language
    checked: str
    """The fingerprint of what was looked at."""
    back: str
    """The page of the message."""
    sender: Sender

    @property
    def reached(self) -> list[Reader]:
        """Those whom a letter is written to."""
        return [reader for reader in self.readers if self.why_not(reader) is None]

    def why_not(self, reader: Reader) -> Reason | None:
        """Why nothing is written to somebody."""
        return self.reach[reader.person_id].why_not()
