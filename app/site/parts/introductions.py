"""How somebody is seen by the other people of their cohorts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.people.introductions.enums import Part
from app.people.introductions.rules import Told

LABELS: Mapping[Part, Text] = {
    Part.INTERESTS: _("Interests"),
    Part.OFFERS: _("Could help with"),
    Part.CONTACT: _("How to reach them"),
}


@dataclass(frozen=True)
class Telling:
    """One text that somebody chose to tell, with its line breaks."""

    label: Text
    lines: Sequence[str]


@dataclass(frozen=True)
class Seen:
    """All that others see of an introduction."""

    tellings: Sequence[Telling]
    address: str | None

    @property
    def is_empty(self) -> bool:
        """Whether they tell nothing."""
        return not self.tellings and self.address is None


def seen_of(told: Told, address: str | None) -> Seen:
    """What of it others see: only what was chosen."""
    tellings = [
        Telling(label, text.splitlines())
        for part, label in LABELS.items()
        if (text := told.seen(part).strip())
    ]
    return Seen(tellings, address if told.tells_address else None)
