"""Since when people are told of a study and asked to take part; pure.

The first answer fixes the plan of its waves (`studies.rules`). So nobody is asked before each wave
has something to ask: a wave that lacked it then would lack it for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.language.reasons import Reason, reason
from app.studies.enums import Respondent

if TYPE_CHECKING:
    from app.studies.waves.planning.rules import Planned

NOT_OPEN = reason(
    "study.not_open",
    "This study does not ask anybody yet, since it is not settled what it will ask. Nothing was "
    "saved.",
)


@dataclass(frozen=True)
class Opening:
    """What decides whether people are asked to take part."""

    has_text: bool
    """Whether there is one for learners."""
    waves: Mapping[int, Collection[Respondent]]
    """By the months of each wave, whom it asks something."""
    is_relied_on: bool
    """Whether somebody answered, or was asked something: then it goes on as it is."""

    @property
    def is_open(self) -> bool:
        """Whether people are told of it and asked."""
        return self.has_text and (self.is_relied_on or self.is_planned)

    @property
    def is_planned(self) -> bool:
        """Whether each wave asks somebody something, and one of them learners."""
        return all(self.waves.values()) and self.asks_learners

    @property
    def asks_learners(self) -> bool:
        """Whether a wave does: others can ask mentees alone."""
        return any(Respondent.LEARNER in asked for asked in self.waves.values())

    @property
    def empty(self) -> list[int]:
        """The months of the waves that lack something to ask."""
        return [months for months, asked in sorted(self.waves.items()) if not asked]

    def with_text(self, respondent: Respondent) -> Opening:
        """As it is once there is a text for them."""
        return replace(self, has_text=self.has_text or respondent is Respondent.LEARNER)

    def with_wave(self, months: int | None, planned: Planned) -> Opening:
        """As it is once the wave of so many months is so; None: it is added."""
        asked = {own.respondent for own in planned.asks}
        return replace(self, waves={**self.without_wave(months).waves, planned.months: asked})

    def without_wave(self, months: int | None) -> Opening:
        """As it is once it is taken out."""
        left = {own: asked for own, asked in self.waves.items() if own != months}
        return replace(self, waves=left)


def why_not_open(opening: Opening) -> Reason | None:
    """Why nobody can be asked to take part."""
    return None if opening.is_open else NOT_OPEN


def opens(before: Opening, after: Opening) -> bool:
    """Whether a change is what has people asked from now on."""
    return after.is_open and not before.is_open
