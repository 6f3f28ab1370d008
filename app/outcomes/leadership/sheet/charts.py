"""The charts of a report whose numbers stand in them: a bar is a cell of its table. Pure."""

from dataclasses import dataclass

from app.language import Text, _
from app.outcomes.leadership.sheet.competency import TOO_FEW
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
        return Bar(line.title, None, TOO_FEW, "", line.newest)
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
