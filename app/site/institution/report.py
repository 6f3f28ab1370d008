"""How the lead's own people stand in a cohort, each in a sentence; of all together what is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.institutions.rules import Numbers
from app.language import Text, _, ngettext
from app.site.institution.own import (
    Frame,
    InstitutionLine,
    OwnCohorts,
    OwnPeople,
    frame_of,
    no_cohort,
)
from app.site.institution.page import COLUMNS, OF_SERIES
from app.web.listing import Asked, Column, Empty, Export, Listing
from app.web.parts import Link
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class InstitutionReportPage:
    """The people of one cohort, as they can be printed and handed on within the institution."""

    frame: Frame
    people: Shown[InstitutionLine]
    summary: Text | None
    is_series: bool = False


REPORT_COLUMNS: Sequence[Column[InstitutionLine]] = (
    *COLUMNS,
    Column(
        _("Where they stand"),
        exports=(Export(_("Where they stand"), lambda line: " ".join(map(str, line.sentences))),),
    ),
)


def report_of(keeps: Mapping[str, str], *, is_series: bool = False) -> Listing[InstitutionLine]:
    """The list. `keeps`: how its address names the cohort."""
    return Listing(
        path="/institution/report",
        keeps=keeps,
        columns=OF_SERIES if is_series else REPORT_COLUMNS,
        nothing=Empty(
            _("Nobody from your institution is in a cohort yet"),
            _("As soon as a coordinator enrolls one of your people, their progress is shown here."),
            Link(_("Find people"), "/institution/people"),
        ),
    )


def no_report_page(names: Sequence[str], left_out: Text | None) -> InstitutionReportPage:
    """As long as none of the lead's people is in a cohort."""
    nobody = shown(report_of({}), (), Asked())
    return InstitutionReportPage(no_cohort(names, left_out), nobody, None)


def institution_report_page(
    names: Sequence[str], whole: OwnCohorts, own: OwnPeople, asked: Asked, zone: str
) -> InstitutionReportPage:
    """The report of one cohort. `zone`: the reader's."""
    numbers, cohort = own.numbers, own.here.cohort
    return InstitutionReportPage(
        frame=frame_of(names, whole, own, "/institution/report", zone),
        people=shown(
            report_of({"cohort": cohort.slug}, is_series=cohort.is_series), own.lines, asked
        ),
        summary=_take_part(numbers) if cohort.is_series else _have_completed(numbers),
        is_series=cohort.is_series,
    )


def _have_completed(numbers: Numbers) -> Text:
    return _(
        "{done} of {all} of your people have completed.",
        done=numbers.complete,
        all=numbers.people,
    )


def _take_part(numbers: Numbers) -> Text:
    return ngettext(
        "{count} of your people takes part.",
        "{count} of your people take part.",
        count=numbers.people,
    )
