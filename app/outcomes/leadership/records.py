"""What a report to leaders is made from: records and answers as they were read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.certificates.reports.records import Part
from app.credit.enums import CreditSystem
from app.people.enums import Profession


@dataclass(frozen=True)
class Window:
    """The days that a report is about: cohorts whose first session was on one of them."""

    first: date
    last: date


# ------------------------------------------------------------------ what people say of themselves


@dataclass(frozen=True)
class Span:
    """Where a value lies with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True)
class CompetencyChange:
    """How the same people rated themselves before and after, on one scale of an instrument."""

    instrument: str
    subscale: str
    """What the scale is called; empty for all questions of the instrument."""
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


@dataclass(frozen=True)
class MenteeView:
    """What mentees say of their mentors, on one scale or question."""

    about: str
    lowest: int
    highest: int
    n: int
    mean: float
    top: int | None
    """Of `n`, those who chose one of the two highest answers; of a scale, those whose score is
    within a point of the highest. None: they or the others are few."""


@dataclass(frozen=True)
class Quote:
    """What a participant wrote and released."""

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
    subscales: Sequence[CompetencyChange] = ()
    mentees: Sequence[MenteeView] = ()
    evaluation: Sequence[EvaluationSummary] = ()
    quotes: Sequence[Quote] = ()
    analysis: str = ""
    """Which version of the analysis computed it."""
    asked: Sequence[AskedInstrument] = ()
    """All that these answers were given to."""
    is_synthetic: bool = False
    """Whether who rated themselves, and their mentees, are invented; then none of it is real."""


NOTHING_MEASURED = Measured()


# ------------------------------------------------------------------------------ what is recorded


@dataclass(frozen=True)
class Taking:
    """Somebody's place in a cohort, as far as a report needs it."""

    person: str
    was: Mapping[Part, str | Profession]
    """What they were when they were enrolled."""
    completed: bool


@dataclass(frozen=True)
class SessionNumbers:
    """How many came to one session, make-ups included, of those who were in the cohort then."""

    label: str
    came: int
    expected: int


@dataclass(frozen=True)
class Designated:
    """The most that somebody can be awarded in a cohort, and what was claimed there."""

    cohort: str
    most_quarters: int


@dataclass(frozen=True)
class Claimed:
    """What people claimed in one system."""

    system: CreditSystem
    people: int
    quarters: int


@dataclass(frozen=True)
class RanCohort:
    """A cohort as its records have it."""

    key: str
    """As addresses name it."""
    title: str
    began_on: date
    over: bool
    """Whether its last session is over: before that nobody says how many complete."""
    asks_nothing: bool
    """Whether there is nothing to complete, as in a series."""
    takings: Sequence[Taking]
    sessions: Sequence[SessionNumbers]
    """Those that were held and are recorded."""
    policy_version: int


@dataclass(frozen=True)
class Gathered:
    """All that was read, once, at one moment."""

    program: str
    summary: str
    weeks: int
    """How many units the program has."""
    release: int | None
    """Which release of its pack is current; None: nothing is loaded."""
    cohorts: Sequence[RanCohort]
    """In the order in which they began."""
    designated: Sequence[Designated]
    claimed: Sequence[Claimed]
    partners: Sequence[str]
    """The institutions that take part now, by short name."""
    aliases: Mapping[str, str]
    """Whole names of institutions, as they are compared, with the short ones."""
    regions: Mapping[str, str]
    """The state or country of each institution, by short name; empty: it is not said."""
    measured: Measured
    cut_off: datetime
    zone: str
    """In which days are told: that of the newest cohort."""
