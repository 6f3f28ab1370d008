"""What of an introduction others see; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.people.introductions.enums import Part

LONGEST: Mapping[Part, int] = MappingProxyType(
    {Part.INTERESTS: 600, Part.OFFERS: 600, Part.CONTACT: 300}
)
"""Signs in each text."""


@dataclass(frozen=True)
class Told:
    """What somebody wrote of themselves, and what they chose of it. Nothing is shown by itself."""

    interests: str = ""
    offers: str = ""
    contact: str = ""
    shown: frozenset[Part] = frozenset()
    after_end: bool = False

    def seen(self, part: Part) -> str:
        """What others see of a text; nothing where it is not chosen."""
        return str(getattr(self, part)) if part in self.shown else ""

    @property
    def tells_address(self) -> bool:
        """Whether others see the email address."""
        return Part.ADDRESS in self.shown


NOTHING = Told()
