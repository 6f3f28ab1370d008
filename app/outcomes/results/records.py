"""The answers to one survey as numbers, by question and by score.

Wherever a number of people is too small to show, there is None in its place, and that is normal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from app.outcomes.analysis.distributions import Distribution
from app.packs.instruments.schema import InstrumentData, Perspective

ValueT = TypeVar("ValueT", int, date)
Sheet = Mapping[str, Any]
"""What one person answered, by the name of the question in files."""


@dataclass(frozen=True)
class Counts:
    """How many answered a question, and how many did not."""

    answered: int
    not_applicable: int
    skipped: int


@dataclass(frozen=True)
class Points:
    """Answers on a scale, as they were given: questions that are reversed are not turned."""

    distribution: Distribution
    has_floor: bool
    """Whether so many chose the lowest point that nothing can be seen to fall; and the highest."""
    has_ceiling: bool


@dataclass(frozen=True)
class Choices:
    """How many chose each option, by its code, in the order of the file."""

    counts: Mapping[str, int]


@dataclass(frozen=True)
class Middle(Generic[ValueT]):
    """The middle of numbers or days, each one that somebody gave."""

    median: ValueT
    quartiles: tuple[ValueT, ValueT] | None
    """The lower and the upper one; None among so few that they are somebody's."""


@dataclass(frozen=True)
class Texts:
    """What people wrote, in an order that the texts of this question alone decide."""

    texts: Sequence[str]


Found = Points | Choices | Middle[int] | Middle[date] | Texts


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question about one time."""

    code: str
    time: Perspective
    counts: Counts | None
    """None: too few to show, and so is `found`."""
    found: Found | None
    """None with `counts`: a text that too few wrote."""


@dataclass(frozen=True)
class ScoreResult:
    """One score of the people who answered enough for it."""

    code: str
    """Of the subscale, or `composite`."""
    time: Perspective
    people: int | None
    """How many have it; None: too few to show."""
    mean: float | None
    deviation: float | None
    """None also among so few that it tells of each."""


@dataclass(frozen=True)
class Shift:
    """A score about now beside the same people's score about then, and beside an earlier survey's.

    The two ways to see a change are never put together.
    """

    code: str
    people: int
    """How many have both."""
    now: float
    then: float
    change: float
    """The mean of now minus then, each on one sheet."""
    before: float | None
    """The mean of what the cohort answered about itself before; None without such a survey."""
    response_shift: float | None
    """Then minus before: by how much people see their beginning otherwise, looking back."""


@dataclass(frozen=True)
class SurveyResults:
    """All that a survey found."""

    instrument: InstrumentData
    answered: int | None
    """How many sheets it stands on; None: too few to show anything."""
    questions: Sequence[QuestionResult]
    scores: Sequence[ScoreResult]
    shifts: Sequence[Shift]

    def of(self, code: str, time: Perspective = "now") -> QuestionResult | None:
        """What was answered to a question."""
        return next((own for own in self.questions if (own.code, own.time) == (code, time)), None)


@dataclass(frozen=True)
class InCohort:
    """What one cohort answered to a question on a scale."""

    cohort: str
    people: int
    mean: float
    top_two: int
    """How many chose one of the two highest points."""


@dataclass(frozen=True)
class AnsweredSurvey:
    """One closed survey with the sheets that count."""

    cohort: str
    """Its cohort's title."""
    instrument: InstrumentData
    asks_then: bool
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class ToldQuestions:
    """What may be told of the questions of one survey."""

    cohort: str
    instrument: InstrumentData
    questions: Sequence[QuestionResult]


@dataclass(frozen=True)
class SurveyRead:
    """A closed survey, what it stands beside, and what was counted of those who were asked."""

    own: AnsweredSurvey
    earlier: Sequence[AnsweredSurvey]
    """Of earlier cohorts, the newest of each."""
    before: Sequence[Sheet]
    """Of the newest earlier survey of the same cohort."""
    asked: int
    late: int
    """How many answered and are not counted: too few to be added."""
