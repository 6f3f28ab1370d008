"""The charts of a report whose numbers stand in them: a bar is a cell of its table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from app.cohorts.institutions.rules import SMALLEST
from app.language import Text, _
from app.language.styles import number
from app.outcomes.leadership.answers import CompetencyChange, Measured
from app.outcomes.leadership.sheet.competency import UNTOLD, rounded
from app.outcomes.leadership.told import CohortLine, Report


@dataclass(frozen=True)
class Bar:
    """One bar of a table: its name, its length in percent, and what it says."""

    name: Text
    percent: int | None
    """None: there is nothing to draw."""
    text: Text
    about: Text
    strong: bool


def cohort_bars(report: Report) -> list[Bar]:
    """How many completed each cohort."""
    return [_cohort_bar(line) for line in report.cohorts]


def _cohort_bar(line: CohortLine) -> Bar:
    if not line.over:
        text: Text = _("still runs")
        enrolled = "" if line.enrolled is None else _("{count} enrolled", count=line.enrolled)
        return Bar(line.title, None, text, enrolled, strong=False)
    if line.percent is None or line.completed is None or line.enrolled is None:
        return Bar(line.title, None, UNTOLD, "", line.newest)
    part = _("{part} of {whole}", part=line.completed, whole=line.enrolled)
    share = _("{percent}%", percent=line.percent)
    return Bar(line.title, line.percent, share, part, line.newest)


@dataclass(frozen=True)
class Column:
    """One column of a chart: its name, its height in percent of the highest, its number."""

    name: str
    height: int
    number: int


def session_columns(report: Report) -> list[Column]:
    """How many came to each session."""
    came = report.attendance
    if came is None:
        return []
    most = max(came.highest, came.expected)
    return [Column(own.label, 100 * own.came // most, own.came) for own in came.sessions]


@dataclass(frozen=True)
class Way:
    """From before to after on one scale, in percent of what is drawn of it."""

    name: Text
    before: str
    after: str
    start: int
    """The lower end."""
    length: int
    strong: bool
    """Whether nothing changed more."""


@dataclass(frozen=True)
class Ways:
    """All of them, on one piece of the scale."""

    lowest: int
    highest: int
    lines: Sequence[Way]


def competency_ways(measured: Measured) -> Ways | None:
    """What changed on each scale of which there are enough answers; None: on no scale."""
    shown = [own for own in measured.subscales if own.n >= SMALLEST]
    if not shown:
        return None
    means = [mean for own in shown for mean in (own.mean_before, own.mean_after)]
    lowest, highest = floor(min(means)), ceil(max(means))
    most = max(own.diff for own in shown)
    lines = [_way(own, lowest, max(highest, lowest + 1), own.diff == most) for own in shown]
    return Ways(lowest, max(highest, lowest + 1), lines)


def _way(own: CompetencyChange, lowest: int, highest: int, strong: bool) -> Way:
    ends = [
        round(100 * (value - lowest) / (highest - lowest))
        for value in (own.mean_before, own.mean_after)
    ]
    return Way(
        own.scale,
        number(rounded(own.mean_before, 1)),
        number(rounded(own.mean_after, 1)),
        min(ends),
        max(ends) - min(ends),
        strong,
    )
