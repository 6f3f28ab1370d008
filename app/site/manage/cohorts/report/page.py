"""The report of a cohort: a sentence, one next step, and each chart beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.certificates.reports.records import CohortNumbers, CohortReport, Part
from app.language import Text, _, dotted
from app.language.moments import local, long_moment
from app.language.styles import month_day
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.report import groups, tables
from app.site.manage.cohorts.report.charts import (
    Bars,
    BarValue,
    Columns,
    ColumnValue,
    bars,
    columns,
)
from app.site.manage.cohorts.report.headline import headline, next_step
from app.site.manage.cohorts.report.lines import Lines, Series, in_rows, lines
from app.site.manage.cohorts.report.tables import STAGES, ReportTable
from app.web.parts import Chip, Link
from app.web.shown import NAMES
from app.web.spreadsheet import Format, Table


@dataclass(frozen=True)
class ReportPage:
    """One cohort in numbers."""

    cohort: str
    path: str
    eyebrow: Text
    headline: Sequence[Text]
    step: Link
    stages: ReportTable
    stages_chart: Bars
    before: Text
    """How the cohorts before stand in it."""
    after_sessions: ReportTable
    after_sessions_chart: Lines | None
    """None without a session."""
    sessions: ReportTable
    sessions_chart: Columns | None
    groups: ReportTable
    parts: Sequence[Chip]
    whole: bool
    """Whether groups of fewer than five are counted, too."""
    other_view: str
    downloads: Sequence[Link]


def report_tables(report: CohortReport, part: Part, *, whole: bool) -> list[Table]:
    """All that is on the page, for a spreadsheet."""
    shown = (
        tables.stages_table(report),
        tables.after_sessions_table(report),
        tables.sessions_table(report.numbers),
        groups.groups_table(report, part, whole=whole),
    )
    return [table.exported for table in shown]


def report_page(report: CohortReport, part: Part, now: datetime, *, whole: bool) -> ReportPage:
    """The page. `part`: by what people are told apart; `whole`: also groups of fewer than five."""
    numbers = report.numbers
    here, path = numbers.here, f"{path_of(numbers.here)}/report"
    after_sessions = tables.after_sessions_table(report)
    return ReportPage(
        cohort=here.cohort.title,
        path=path_of(here),
        eyebrow=dotted((here.cohort.title, long_moment(now, here.cohort.zone))),
        headline=headline(report),
        step=next_step(numbers),
        stages=tables.stages_table(report),
        stages_chart=_stages_chart(report),
        before=_before(report),
        after_sessions=after_sessions,
        after_sessions_chart=_after_sessions_chart(report) if after_sessions.rows else None,
        sessions=tables.sessions_table(numbers),
        sessions_chart=_sessions_chart(numbers) if numbers.sessions else None,
        groups=groups.groups_table(report, part, whole=whole),
        parts=[
            Chip(name, _address(path, other, whole=whole), other is part, "accent")
            for other, name in groups.PARTS.items()
        ],
        whole=whole,
        other_view=_address(path, part, whole=not whole),
        downloads=[
            Link(NAMES[as_], _address(path, part, whole=whole, format=as_.value)) for as_ in Format
        ],
    )


def _address(path: str, part: Part, *, whole: bool, **more: str) -> str:
    by = "" if part is Part.INSTITUTION else part.value
    values = {"by": by, "numbers": "all" if whole else "", **more}
    given = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{given}" if given else path


def _before(report: CohortReport) -> Text:
    newest = report.numbers.newest
    if newest is None:
        return _("Earlier cohorts are shown as they ended.")
    return _(
        "Earlier cohorts are shown as they ended; “active” and “on course” as they were "
        "after {unit}.",
        unit=report.numbers.here.label(newest.position),
    )


def _stages_chart(report: CohortReport) -> Bars:
    numbers = report.numbers
    before = next((cohort for cohort in report.earlier if cohort.over), None)
    ends = [session.starts_at for session in numbers.sessions if not session.canceled]
    values = []
    for key, name in STAGES.items():
        if key == "at_risk":
            continue
        count = int(getattr(numbers.counts, key))
        if not tables.is_to_come(numbers, key):
            values.append(BarValue(name, count, str(count), soft=key == "applied"))
            continue
        guess = int(getattr(before.counts, key)) if before else numbers.counts.enrolled // 2
        text: Text = tables.NOT_YET
        if ends:
            day = month_day(local(max(ends), numbers.here.cohort.zone))
            text = _("after {day}", day=day)
        values.append(BarValue(name, None, text, guess=guess))
    return bars(_("People from applied to certified"), values)


def _after_sessions_chart(report: CohortReport) -> Lines:
    at = {position: number for number, position in enumerate(tables.positions(report))}
    series = [
        Series(_line_name(cohort), {at[own.position]: own.percent for own in cohort.recorded})
        for cohort in (report.numbers, *report.earlier)
    ]
    names = [str(position) for position in at]
    return lines(_("Percent on course after each session"), series, names)


def _line_name(cohort: CohortNumbers) -> list[Text]:
    last = cohort.newest
    percent = [_("{percent}%", percent=last.percent)] if last else []
    return [*in_rows(cohort.here.cohort.title), *percent]


def _sessions_chart(numbers: CohortNumbers) -> Columns:
    values = []
    for session in numbers.sessions:
        if session.canceled:
            continue
        parts = [
            ("counted", session.counted),
            ("excused", session.excused),
            ("missed", session.missed),
        ]
        told = session.held and any(count for _kind, count in parts)
        values.append(
            ColumnValue(
                str(session.position),
                parts if told else None,
                str(session.counted) if told else "",
            )
        )
    return columns(_("People at each session"), values)
