"""The page of a study's analyses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.charts.shapes import Chart
from app.outcomes.projects.analyses.queries import MadeAnalysis
from app.outcomes.projects.analyses.records import AnalysisRecord, InstrumentNames
from app.site.manage.outcomes.analysis.plots import plots_of
from app.site.manage.outcomes.analysis.tables import ShownTable, tables_of
from app.site.manage.outcomes.loaders import HOME
from app.site.parts.studies import MODES
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from app.web.parts import Link


@dataclass(frozen=True)
class Section:
    """One instrument."""

    id: str
    title: str
    version: str
    plots: Sequence[Chart]
    tables: Sequence[ShownTable]


@dataclass(frozen=True)
class AnalysisPage:
    """One analysis of a study, and the way to the others."""

    title: str
    study: str
    path: str
    is_synthetic: bool
    job: str | None
    """The work that makes one now."""
    number: int | None
    """None: none was made yet."""
    stands_on: Sequence[Text]
    """What every table carries."""
    sections: Sequence[Section]
    others: Sequence[Link]


def analysis_page(
    project: Project,
    made: Sequence[MadeAnalysis],
    shown: AnalysisRecord | None,
    number: int | None,
    job: UUID | None,
    zone: str,
) -> AnalysisPage:
    """`made`: all analyses of the study, the newest first. `shown`: the one with this number."""
    study = f"{HOME}/{project.key}"
    path = f"{study}/analysis"
    return AnalysisPage(
        title=project.title,
        study=study,
        path=path,
        is_synthetic=shown.is_synthetic if shown else project.is_synthetic,
        job=f"/manage/jobs/{job}" if job else None,
        number=number,
        stands_on=stands_on(shown, zone) if shown else (),
        sections=_sections(shown, zone) if shown else (),
        others=[_other(own, path, zone) for own in made if own.number != number],
    )


def _sections(shown: AnalysisRecord, zone: str) -> list[Section]:
    found = (_section(shown, names, zone) for names in shown.instruments)
    return [section for section in found if section.tables]


def _section(shown: AnalysisRecord, names: InstrumentNames, zone: str) -> Section:
    own = [row for row in shown.rows if (row.instrument, row.version) == (names.key, names.version)]
    return Section(
        f"{names.key}-{names.version[:6]}",
        names.title,
        names.version[:12],
        plots_of(own, names, zone),
        tables_of(own, names, zone),
    )


def stands_on(shown: AnalysisRecord, zone: str) -> list[Text]:
    """What a table says of itself."""
    said: list[Text] = [
        _("Plan: version {version}", version=shown.plan_version)
        if shown.plan_version
        else _("Plan: no version"),
        _("Cut-off: {when}", when=date_time(datetime.fromisoformat(shown.cut_off), zone)),
        _("Analysis: version {version}", version=shown.code_version),
        _("Answers: {mode}", mode=MODES[IdentityMode(shown.mode)][0]),
        _("Groups of fewer than {count} people are not shown", count=shown.least),
        _("Nothing is drawn by chance"),
    ]
    return [_("Synthetic: nobody in it is a person"), *said] if shown.is_synthetic else said


def _other(own: MadeAnalysis, path: str, zone: str) -> Link:
    when = date_time(own.cut_off, zone)
    return Link(
        _("Analysis {number:numeral}, {when}", number=own.number, when=when),
        f"{path}?number={own.number}",
    )
