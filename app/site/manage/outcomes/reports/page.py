"""The page of a report that was ordered."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.moments import date_time
from app.language.styles import dates
from app.site.manage.outcomes.index import state_of
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.reports.loaders import ReportInProgram
from app.web.parts import Badge, Fact


@dataclass(frozen=True)
class ReportPage:
    """One report."""

    title: Text
    program: str
    path: str
    job: str
    state: Badge
    is_made: bool
    facts: Sequence[Fact]
    paragraph: str
    language: str
    """In which its paragraph is."""


def report_page(here: ReportInProgram, zone: str) -> ReportPage:
    """The page, with moments in the reader's zone."""
    made, ordered = here.made, here.made.report
    return ReportPage(
        title=_("Report {number:numeral}", number=ordered.number),
        program=here.program.title,
        path=f"{HOME}/reports/{ordered.id}",
        job=f"/manage/jobs/{ordered.job_id}",
        state=state_of(made),
        is_made=made.sha256 is not None,
        facts=_facts(here, zone),
        paragraph=made.paragraph or "",
        language=ordered.language,
    )


def _facts(here: ReportInProgram, zone: str) -> list[Fact]:
    made, ordered = here.made, here.made.report
    facts = [
        Fact(_("Cohorts that began"), dates(ordered.first_day, ordered.last_day)),
        Fact(_("Ordered"), date_time(ordered.ordered_at, zone)),
        Fact(_("By"), made.by.display_name if made.by else _("Nobody")),
    ]
    if made.cut_off is not None and made.sha256 is not None:
        facts += [
            Fact(_("Data as of"), date_time(made.cut_off, zone)),
            Fact(_("Fingerprint of the file (SHA-256)"), made.sha256),
        ]
    return facts


def file_name(here: ReportInProgram) -> str:
    """What the PDF is called in somebody's downloads."""
    ordered = here.made.report
    return f"{here.program.key}-report-{ordered.number}-{ordered.ordered_at:%Y-%m-%d}.pdf"
