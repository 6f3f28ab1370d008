"""The attendance of a cohort in numbers: by session, by institution and by rank, as a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.casework.statistics.rules import GroupNumbers, SeriesNumbers
from app.cohorts.context import CohortContext
from app.language import Text, _, dotted, ngettext, pgettext
from app.people.actors import Actor
from app.site.teach.parts import crumbs
from app.site.teach.statistics.tables import NumbersTable, figure, tables
from app.web.parts import Fact, Link
from app.web.shown import NAMES
from app.web.spreadsheet import Format


@dataclass(frozen=True)
class StatisticsPage:
    """The attendance of a cohort in numbers."""

    eyebrow: Text
    crumbs: Sequence[Link]
    finding: Text
    facts: Sequence[Fact]
    tables: Sequence[NumbersTable]
    downloads: Sequence[Link]
    standing: str | None
    """None for a series."""
    counted: Text
    """Who is counted."""


def path_of(here: CohortContext) -> str:
    """The address of the numbers of a cohort."""
    return f"/teach/{here.cohort.slug}/statistics"


def statistics_page(here: CohortContext, numbers: SeriesNumbers, reader: Actor) -> StatisticsPage:
    """The finding first, then session by session, then who they are."""
    path = path_of(here)
    return StatisticsPage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        crumbs=crumbs(here, reader, page=_("Attendance in numbers")),
        finding=_finding(numbers),
        facts=_facts(here, numbers),
        tables=tables(here, numbers) if numbers.sessions else (),
        downloads=[Link(NAMES[as_], f"{path}?format={as_.value}") for as_ in Format]
        if numbers.sessions
        else (),
        standing=None if here.cohort.is_series else f"/teach/{here.cohort.slug}/standing",
        counted=COUNTED_IN_SERIES if here.cohort.is_series else COUNTED,
    )


def _finding(numbers: SeriesNumbers) -> Text:
    """As programs report it: the mean with its range, and how many different people came."""
    if not numbers.recorded:
        return _("No attendance is recorded yet")
    if numbers.recorded == 1:
        return ngettext(
            "{count} person came to the session that is recorded",
            "{count} people came to the session that is recorded",
            count=numbers.everybody.attendances,
        )
    return ngettext(
        "{mean} people came to a session on average, {count} different person in all",
        "{mean} people came to a session on average, {count} different people in all",
        count=numbers.everybody.unique,
        mean=numbers.everybody.mean,
    )


def _facts(here: CohortContext, numbers: SeriesNumbers) -> list[Fact]:
    everybody = numbers.everybody
    if not numbers.recorded:
        return []
    between = _("{lowest} to {highest}", lowest=numbers.lowest, highest=numbers.highest)
    of = _("{part} of {whole}", part=numbers.recorded, whole=len(numbers.sessions))
    return [
        Fact(_("Sessions recorded"), of),
        Fact(_("People at a session, on average"), figure(everybody.mean)),
        Fact(pgettext("of numbers", "Range"), between),
        Fact(_("Attendances in all"), figure(everybody.attendances)),
        Fact(_("Different people"), _people(here, everybody)),
    ]


def _people(here: CohortContext, everybody: GroupNumbers) -> Text:
    if here.cohort.is_series:
        return figure(everybody.unique)
    return _("{part} of {whole} expected", part=everybody.unique, whole=everybody.people)


COUNTED = _(
    "Whoever was there counts, also late or in part, and also if they left the cohort later; a "
    "make-up does not. Expected are those who were in the cohort when the session began. A session "
    "without any mark is left out of the mean and the range."
)
COUNTED_IN_SERIES = _(
    "Whoever was there counts, also late or in part, and also if they left the series later. A "
    "session without any mark is left out of the mean and the range."
)
