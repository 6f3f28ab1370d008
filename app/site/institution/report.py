"""How the lead's own people stand in a cohort, each in a sentence; of all others what is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.institutions.rules import CompletionCounts, Release
from app.credit.rules import CreditStatus
from app.language import Text, _, dotted
from app.people.models import Person
from app.site.institution.page import (
    COLUMNS,
    InstitutionLine,
    Others,
    cohort_chip,
    institution_lines,
    names_of,
    of_others,
)
from app.web.listing import Asked, Column, Empty, Export, Listing
from app.web.parts import Chip, Link
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class InstitutionReportPage:
    """The people of one cohort, as they can be printed and handed on within the institution."""

    institution: Text
    cohorts: Sequence[Chip]
    title: str
    people: Shown[InstitutionLine]
    summary: Text | None
    others: Others | None


REPORT_COLUMNS: Sequence[Column[InstitutionLine]] = (
    *COLUMNS,
    Column(
        _("Where they stand"),
        exports=(Export(_("Where they stand"), lambda line: " ".join(map(str, line.sentences))),),
    ),
)


def report_of(keeps: Mapping[str, str]) -> Listing[InstitutionLine]:
    """The list. `keeps`: how its address names the cohort."""
    return Listing(
        path="/institution/report",
        keeps=keeps,
        columns=REPORT_COLUMNS,
        nothing=Empty(
            _("Nobody from your institution is in a cohort yet"),
            _("As soon as a coordinator enrolls one of your people, their progress is shown here."),
            Link(_("Find people"), "/institution/people"),
        ),
    )


def no_report_page(names: Sequence[str]) -> InstitutionReportPage:
    """As long as none of the lead's people is in a cohort."""
    nobody = shown(report_of({}), (), Asked())
    return InstitutionReportPage(names_of(names), (), "", nobody, None, None)


def institution_report_page(
    names: Sequence[str],
    cohorts: Sequence[CohortContext],
    here: CohortContext,
    own: Mapping[UUID, Person],
    standings: Mapping[UUID, CreditStatus],
    release: Release | None,
    asked: Asked,
) -> InstitutionReportPage:
    """The report of one cohort. `own`: the lead's people, by enrollment."""
    lines = institution_lines(own, standings)
    complete = sum(line.completion.complete for line in lines)
    return InstitutionReportPage(
        institution=names_of(names),
        cohorts=[cohort_chip(other, here, "/institution/report") for other in cohorts],
        title=dotted((here.program.title, here.cohort.title)),
        people=shown(report_of({"cohort": here.cohort.slug}), lines, asked),
        summary=_("{done} of {all} of your people have completed.", done=complete, all=len(lines)),
        others=of_others(here, CompletionCounts(len(lines), complete), release),
    )
