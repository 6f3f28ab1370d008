"""Whether it is told that somebody has done an evaluation. Pure.

The person knows it at once, and so does what they do themselves. Everybody else, every page of
theirs, every file and every letter, goes by what is told: while fewer than five have done it and it
is open, who they are would say too much of whose the first answers can be. Of who has claimed it is
known, where the claim waited for it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from app.surveys import rules as surveys


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an evaluation as a whole."""

    done: int
    """How many have done it."""
    closed: bool

    @property
    def of_everybody(self) -> bool:
        """Whether it is told of everybody who was asked."""
        return surveys.is_told(self.done, is_closed=self.closed)


@dataclass(frozen=True, slots=True)
class Answered:
    """That somebody was asked for an evaluation, and whether they have done it."""

    key: str
    closes_at: datetime
    is_done: bool
    has_claimed: bool
    """After it was put, and not before it was done."""


@dataclass(slots=True)
class Asked:
    """The evaluations that somebody was asked for, by key, as far as they are told to a reader."""

    done: set[str] = field(default_factory=set)
    withheld: set[str] = field(default_factory=set)
    closing: dict[str, datetime] = field(default_factory=dict)
    """Until when they are asked for it."""

    def add(self, answered: Answered, told: Told, *, own: bool) -> None:
        """One of them. `own`: the reader is who was asked."""
        self.closing[answered.key] = answered.closes_at
        if not is_told(answered, told, own=own):
            self.withheld.add(answered.key)
        elif answered.is_done:
            self.done.add(answered.key)


def is_told(answered: Answered, told: Told, *, own: bool = False) -> bool:
    """Whether a reader is told if it is done. `own`: the reader is who was asked."""
    return own or told.of_everybody or answered.has_claimed
