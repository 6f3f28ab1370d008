"""The programs that somebody coordinates, with the reports that were made of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.models import Program
from app.language import Text, _
from app.language.moments import date_time
from app.language.styles import dates
from app.outcomes.leadership.queries import MadeReport
from app.site.manage.outcomes.loaders import HOME
from app.web.parts import Badge

SHOWN = 10
"""Reports of a program, the newest first."""


@dataclass(frozen=True)
class ReportLine:
    """One report in the list."""

    name: Text
    path: str
    window: str
    """The days that it is about."""
    ordered: str
    iso: str
    by: Text
    state: Badge


@dataclass(frozen=True)
class ProgramCard:
    """One program."""

    title: str
    key: str
    report: str
    """Where a report is ordered."""
    about: str
    """The page for promotion committees."""
    reports: Sequence[ReportLine]


@dataclass(frozen=True)
class OutcomesPage:
    """All programs that the reader coordinates as a whole."""

    programs: Sequence[ProgramCard]


def outcomes_page(
    programs: Sequence[Program], reports: Mapping[UUID, Sequence[MadeReport]], zone: str
) -> OutcomesPage:
    """The page, with moments in the reader's zone."""
    return OutcomesPage(
        [
            ProgramCard(
                program.title,
                program.key,
                f"{HOME}/report/{program.key}",
                f"{HOME}/program/{program.key}",
                [_line(made, zone) for made in reports.get(program.id, ())[:SHOWN]],
            )
            for program in programs
        ]
    )


def _line(made: MadeReport, zone: str) -> ReportLine:
    ordered = made.report
    return ReportLine(
        name=_("Report {number:numeral}", number=ordered.number),
        path=f"{HOME}/reports/{ordered.id}",
        window=dates(ordered.first_day, ordered.last_day),
        ordered=date_time(ordered.ordered_at, zone),
        iso=ordered.ordered_at.isoformat(),
        by=made.by.display_name if made.by else _("Nobody"),
        state=state_of(made),
    )


def state_of(made: MadeReport) -> Badge:
    """Whether a report is there to be read."""
    if made.sha256 is not None:
        return Badge(_("Made"), "good")
    return Badge(_("Not made yet"), "accent")
