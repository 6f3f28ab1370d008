"""The report of a series: who came to which session. There is nothing to complete, or to miss."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.certificates.reports.records import CohortNumbers, SessionCount
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import day, local, long_moment
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.report.tables import CANCELED, TO_COME, ReportTable, Row
from app.web.parts import Link
from app.web.shown import NAMES
from app.web.spreadsheet import Format


@dataclass(frozen=True)
class SeriesReportPage:
    """One series in numbers."""

    cohort: str
    path: str
    eyebrow: Text
    headline: Sequence[Text]
    sessions: ReportTable
    downloads: Sequence[Link]


def series_report_page(numbers: CohortNumbers, now: datetime) -> SeriesReportPage:
    """The page."""
    here = numbers.here
    path = path_of(here)
    return SeriesReportPage(
        cohort=here.cohort.title,
        path=path,
        eyebrow=dotted((here.cohort.title, long_moment(now, here.cohort.zone))),
        headline=_headline(numbers),
        sessions=attended_table(numbers),
        downloads=[Link(NAMES[as_], f"{path}/report?format={as_.value}") for as_ in Format],
    )


def attended_table(numbers: CohortNumbers) -> ReportTable:
    """How many came to each session, in part or late among them."""
    return ReportTable(
        _("People at each session"),
        [pgettext("of a session", "Session"), pgettext("of people", "Came")],
        [_row(numbers, session) for session in numbers.sessions],
    )


def _headline(numbers: CohortNumbers) -> list[Text]:
    registered = ngettext(
        "{count} person is registered, and {came} came at least once.",
        "{count} people are registered, and {came} came at least once.",
        count=numbers.counts.enrolled - numbers.counts.left,
        came=numbers.counts.started,
    )
    held = sum(session.held for session in numbers.sessions)
    return [
        registered,
        ngettext("{count} session was held.", "{count} sessions were held.", count=held),
    ]


def _row(numbers: CohortNumbers, session: SessionCount) -> Row:
    here = numbers.here
    starts = local(session.starts_at, here.cohort.zone)
    name, about = here.label(session.position), day(session.starts_at, here.cohort.zone)
    if session.canceled or not session.held:
        note = CANCELED if session.canceled else TO_COME
        return Row(name, (), about=about, begins=starts, note=note)
    came = session.counted + session.missed  # whoever was there in part came, too
    return Row(name, [came], about=about, begins=starts)
