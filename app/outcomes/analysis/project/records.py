"""What the analysis of a project is made of: scores, whose they are, and when; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.packs.instruments.schema import Perspective
from app.surveys.enums import IdentityMode


@dataclass(frozen=True)
class Sheet:
    """One sheet of answers about one time, turned into scores."""

    person: str | None
    """Stands for whom it is about, alike at every wave; None where nothing says it."""
    wave: int
    """Months since the anchor."""
    scores: Mapping[str, float]
    """By scale; without those for which too few questions were answered."""
    points: Mapping[str, int]
    """By question; those of reversed questions are turned."""
    perspective: Perspective = "now"
    is_mentee: bool = False
    """Whether a mentee answered, about the person."""
    arm: str = ""
    stratum: str = ""
    is_in_window: bool = True


@dataclass(frozen=True)
class Scale:
    """A subscale, or the composite."""

    code: str
    title: str
    items: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Instrument:
    """The scales of one instrument, which are one family of tests, and its sheets."""

    key: str
    title: str
    version: str
    """Of the wording: the hash of its content."""
    scales: tuple[Scale, ...]
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class Study:
    """Everything that an analysis is made of, and what has to be printed beside it."""

    key: str
    title: str
    mode: IdentityMode
    plan_version: str
    least: int
    """Groups of fewer people are too few to show."""
    cut_off: datetime
    code_version: str
    is_synthetic: bool
    instruments: tuple[Instrument, ...]
    reference: str = ""
    """The arm that the others are compared with; empty without a trial."""

    @property
    def can_pair(self) -> bool:
        """Whether the same people can be recognized at two waves."""
        return self.mode is not IdentityMode.UNLINKED
