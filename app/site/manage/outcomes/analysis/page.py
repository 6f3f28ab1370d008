"""The page of a study's analyses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.projects.analyses.findings import asks_learners, of_instrument
from app.outcomes.projects.analyses.queries import MadeAnalysis
from app.outcomes.projects.analyses.records import AnalysisRecord
from app.site.manage.outcomes.analysis.arms import Compared
from app.site.manage.outcomes.analysis.grid import ShownTable
from app.site.manage.outcomes.analysis.plots import Plot, plot_of_arms, plot_of_changes
from app.site.manage.outcomes.analysis.summary import Summary, summary_of
from app.site.manage.outcomes.analysis.tables import tables_of
from app.site.manage.outcomes.loaders import HOME
from app.site.parts.studies import MODES
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from app.web.parts import Link


@dataclass(frozen=True)
class Part:
    """One table with its plot."""

    table: ShownTable
    plot: Plot | None


@dataclass(frozen=True)
class Section:
    """One instrument."""

    id: str
    title: str
    version: str
    summary: Summary
    main: Part
    """What it was asked for."""
    others: Sequence[Part]


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
    """What learners answered first."""
    others: Sequence[Link]

    @property
    def contents(self) -> Sequence[Link]:
        """The way to each section."""
        return [Link(section.title, f"#{section.id}") for section in self.sections]


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
        sections=list(_sections(shown, zone)) if shown else (),
        others=[_other(own, path, zone) for own in made if own.number != number],
    )


def _sections(shown: AnalysisRecord, zone: str) -> Iterator[Section]:
    found = [
        Compared(shown, names, of_instrument(shown.rows, names), zone)
        for names in shown.instruments
    ]
    for known in sorted(found, key=lambda known: not asks_learners(known.rows)):
        names = known.names
        tables = tables_of(known.rows, names, shown.reference, zone)
        if not tables:
            continue
        plots = _plots(known)
        main, *others = (Part(table, plots.get(table.key)) for table in tables)
        id_ = f"{names.key}-{names.version[:6]}"
        yield Section(id_, names.title, names.version[:12], summary_of(known), main, others)


def _plots(known: Compared) -> dict[str, Plot | None]:
    """By the table that says the same."""
    rows, names, reference = known.rows, known.names, known.record.reference
    is_mentee = not asks_learners(rows)
    return {
        "arms": plot_of_arms(rows, names, reference),
        "change": plot_of_changes(rows, names, reference, is_mentee=is_mentee),
    }


def stands_on(shown: AnalysisRecord, zone: str) -> list[Text]:
    """What a table says of itself."""
    said: list[Text] = [
        _("Plan: version {version}", version=shown.plan_version)
        if shown.plan_version
        else _("Plan: no version"),
        _("Cut-off: {when}", when=date_time(datetime.fromisoformat(shown.cut_off), zone)),
        _("Analysis: version {version}", version=shown.code_version),
        _("Answers: {mode}", mode=MODES[IdentityMode(shown.mode)][0]),
        _(
            "Not shown: groups of fewer than {count} people, and what they could be worked out "
            "from",
            count=shown.least,
        ),
        _("Nothing is drawn by chance"),
    ]
    return [_("Synthetic: nobody in it is a person"), *said] if shown.is_synthetic else said


def _other(own: MadeAnalysis, path: str, zone: str) -> Link:
    when = date_time(own.cut_off, zone)
    return Link(
        _("Analysis {number:numeral}, {when}", number=own.number, when=when),
        f"{path}?number={own.number}",
    )
