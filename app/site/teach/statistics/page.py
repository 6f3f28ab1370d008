"""The attendance of a cohort in numbers: by session, by institution and by rank, as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.casework.statistics.rules import (
    GroupNumbers,
    SeriesNumbers,
    SessionNumbers,
    percent_of,
)
from app.cohorts.context import CohortContext
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import day
from app.people.actors import Actor
from app.site.teach.parts import crumbs
from app.web.parts import Fact, Link
from app.web.shown import NAMES, Header
from app.web.spreadsheet import Cell, Format, Table


@dataclass(frozen=True)
class NumbersRow:
    """One row: what it is about, with a link where there is more, and its cells."""

    name: Text
    sub: Text
    href: str | None
    cells: Sequence[Text | int | Decimal]

    @property
    def shown(self) -> list[Text]:
        """The cells as they are read."""
        return [figure(own) if isinstance(own, int | Decimal) else own for own in self.cells]


@dataclass(frozen=True)
class NumbersTable:
    """One table."""

    id: str
    title: Text
    headers: Sequence[Text]
    rows: Sequence[NumbersRow]

    @property
    def heads(self) -> list[Header]:
        """The heads of its columns, of which all but the first stand over numbers."""
        return [Header(label, None, None, number > 0) for number, label in enumerate(self.headers)]

    @property
    def exported(self) -> Table:
        """For a spreadsheet."""
        rows: list[list[Cell]] = [[_full(row), *row.cells] for row in self.rows]
        return Table(self.headers, rows, self.title)


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


def _full(row: NumbersRow) -> Text:
    return dotted((row.name, row.sub)) if row.sub else row.name


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
        facts=_facts(numbers),
        tables=tables(here, numbers) if numbers.sessions else (),
        downloads=[Link(NAMES[as_], f"{path}?format={as_.value}") for as_ in Format]
        if numbers.sessions
        else (),
        standing=None if here.cohort.is_series else f"/teach/{here.cohort.slug}/standing",
    )


def figure(number: int | Decimal) -> Text:
    """A number as the reader's language writes it."""
    return _("{number}", number=number)


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


def _facts(numbers: SeriesNumbers) -> list[Fact]:
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
        Fact(
            _("Different people"),
            _("{part} of {whole} expected", part=everybody.unique, whole=everybody.people),
        ),
    ]


def tables(here: CohortContext, numbers: SeriesNumbers) -> list[NumbersTable]:
    """Session by session, by institution, and by rank."""
    of_groups = [
        _groups(numbers, "by-institution", _("By institution"), numbers.by_institution),
        _groups(numbers, "by-rank", _("By rank"), numbers.by_rank),
    ]
    return [_sessions(here, numbers), *of_groups]


def _sessions(here: CohortContext, numbers: SeriesNumbers) -> NumbersTable:
    headers = [
        _("Session"),
        pgettext("of people", "Expected"),
        pgettext("of people", "Attended"),
        _("Percent"),
        pgettext("of people", "Excused"),
        _("Not marked yet"),
        _("Minutes, on average, where known"),
    ]
    rows = [_session(here, own) for own in numbers.sessions]
    return NumbersTable("by-session", _("By session"), headers, rows)


def _session(here: CohortContext, own: SessionNumbers) -> NumbersRow:
    share = percent_of(own.attended, own.expected) if own.is_recorded else None
    position = own.held.position
    attended: Text | int = own.attended if own.is_recorded else NOT_RECORDED
    return NumbersRow(
        name=_("Session {position}", position=position),
        sub=day(own.held.starts_at, here.cohort.zone),
        href=f"/teach/{here.cohort.slug}/sessions/{position}/attendance",
        cells=(
            own.expected,
            attended,
            NOTHING if share is None else share,
            own.excused,
            own.unrecorded,
            NOTHING if own.mean_minutes is None else own.mean_minutes,
        ),
    )


def _groups(
    numbers: SeriesNumbers, id_: str, title: Text, groups: Sequence[GroupNumbers]
) -> NumbersTable:
    headers = [
        pgettext("of people", "Group"),
        pgettext("of people", "Expected"),
        _("Came at least once"),
        _("Attendances"),
        _("Percent of all attendances"),
        _("At a session, on average"),
    ]
    whole = numbers.everybody.attendances
    rows = [_group(own, own.name or _("Not said"), whole) for own in groups]
    total = _group(numbers.everybody, pgettext("of people", "All"), whole)
    return NumbersTable(id_, title, headers, [*rows, total])


def _group(own: GroupNumbers, name: Text, whole: int) -> NumbersRow:
    share = percent_of(own.attendances, whole)
    cells = (own.people, own.unique, own.attendances, NOTHING if share is None else share, own.mean)
    return NumbersRow(name, "", None, cells)


NOTHING = "–"
NOT_RECORDED = pgettext("of a session", "not recorded")
