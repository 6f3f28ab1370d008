"""What surveys measured, as a report to leaders reads it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Where a value lies with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True)
class CompetencyChange:
    """How the same people rated themselves before and after, on one scale of an instrument."""

    instrument: str
    scale: str
    """What the scale is called."""
    lowest: int
    highest: int
    """The ends of the scale."""
    n: int
    """People who answered both times."""
    mean_before: float
    mean_after: float
    diff: float
    """After minus before."""
    ci: Span | None
    """Of `diff`; None where nothing varies."""
    g: float | None
    """Hedges' g with the mean of both deviations; None where nothing varies."""
    higher: int | None
    """Of `n`, those who rated themselves higher than before; None: they or the others are few."""
    arm: str = ""
    """Of a trial, whose answers they are; empty: everybody's."""
    from_wave: int = 0
    to_wave: int = 0
    """Months at which they answered."""
    is_overall: bool = False
    """Whether the scale is over all questions of the instrument."""


@dataclass(frozen=True)
class Controlled:
    """How much more one arm of a trial changed than the arm that it is compared with.

    Everybody counts in the arm that was drawn for them.
    """

    arm: str
    reference: str
    scale: str
    """What the scale is called."""
    from_wave: int
    to_wave: int
    lowest: int
    highest: int
    """The ends of the scale."""
    n: int
    """People of all arms who answered at least once: the model is of all."""
    diff: float
    """Points by which the change was higher than in `reference`."""
    ci: Span


@dataclass(frozen=True)
class MenteeView:
    """What mentees say of their mentors, on one scale."""

    about: str
    lowest: int
    highest: int
    n: int
    mean: float
    arm: str = ""
    """Of a trial, the arm of their mentors; empty: everybody's mentees."""
    wave: int = 0
    """Months at which they answered."""


@dataclass(frozen=True)
class Quote:
    """What a participant wrote, and the program released."""

    id: str
    """Names it among those that can be chosen."""
    text: str
    about: str
    """Who wrote it, as far as they agreed to be told: "Associate professor, Spring 2026"."""


@dataclass(frozen=True)
class EvaluationSummary:
    """How one question of the final evaluation was answered."""

    question: str
    n: int
    top: int
    """Of `n`, those who chose one of the two highest answers."""
    cohorts: Sequence[str]
    """The titles of those in which enough answered it."""
    asked: int | None
    """How many were asked there; None: in one of them, few did not answer."""


@dataclass(frozen=True)
class AskedInstrument:
    """What was asked, in which version, and whose the answers are."""

    key: str
    version: str
    """The hash of its wording, as far as it is printed."""
    mode: str
    """As of `IdentityMode`."""


@dataclass(frozen=True)
class Measured:
    """What surveys measured in the cohorts of a report; empty where none was asked."""

    overall: CompetencyChange | None = None
    """At the last wave that enough people answered."""
    subscales: Sequence[CompetencyChange] = ()
    """At the same wave."""
    earlier: Sequence[CompetencyChange] = ()
    """As `overall` at the waves before it, in their order."""
    controlled: Sequence[Controlled] = ()
    """Of a trial, the earliest wave first; empty: too few, or there is no trial."""
    mentees: Sequence[MenteeView] = ()
    evaluation: Sequence[EvaluationSummary] = ()
    quotes: Sequence[Quote] = ()
    """Those that were released; of a report that was ordered, those that were chosen of them."""
    study: str = ""
    """What the study is called whose competency and mentees these are; empty: there is none."""
    reference: str = ""
    """Of a trial, the arm that the others are compared with."""
    analysis: str = ""
    """Which version of the analysis computed it."""
    asked: Sequence[AskedInstrument] = ()
    """All that these answers were given to."""
    is_synthetic: bool = False
    """Whether who rated themselves, and their mentees, are invented; then none of it is real."""
