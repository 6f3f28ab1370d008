"""The tables of a cohort's attendance in numbers, for the page and for spreadsheets alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from app.casework.statistics.rules import (
    GroupNumbers,
    SeriesNumbers,
    SessionNumbers,
    percent_of,
)
from app.cohorts.context import CohortContext
from app.language import Text, _, dotted, pgettext
from app.language.moments import day
from app.web.shown import Header
from app.web.spreadsheet import Cell, Table

NOTHING = "–"
NO_MARK = pgettext("of a session", "no mark yet")

Figure = Text | int | Decimal
Of = TypeVar("Of")


@dataclass(frozen=True)
class NumbersRow:
    """One row: what it is about, with a link where there is more, and its cells."""

    name: Text
    sub: Text
    href: str | None
    cells: Sequence[Figure]

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


class Column(NamedTuple, Generic[Of]):
    """A column of numbers; a series has none that are about who is expected."""

    label: Text
    figure: Callable[[Of], Figure]
    of_the_expected: bool = False


class Share(NamedTuple):
    """A group, and how many attendances there were of all of them."""

    group: GroupNumbers
    whole: int


def figure(number: int | Decimal) -> Text:
    """A number as the reader's language writes it."""
    return _("{number}", number=number)


def tables(here: CohortContext, numbers: SeriesNumbers) -> list[NumbersTable]:
    """Session by session, by institution, and by rank."""
    return [
        _sessions(here, numbers),
        _groups(here, numbers, "by-institution", _("By institution"), numbers.by_institution),
        _groups(here, numbers, "by-rank", _("By rank"), numbers.by_rank),
    ]


def exported(here: CohortContext, numbers: SeriesNumbers) -> list[Table]:
    """The same for a spreadsheet, with what is true of all sessions first."""
    return [_whole(here, numbers), *(own.exported for own in tables(here, numbers))]


def _whole(here: CohortContext, numbers: SeriesNumbers) -> Table:
    everybody = numbers.everybody
    rows: list[list[Cell]] = [
        [_("Sessions held"), len(numbers.sessions)],
        [_("Sessions recorded"), numbers.recorded],
        [_("People at a session, on average"), everybody.mean],
        [_("Fewest people at a session"), numbers.lowest],
        [_("Most people at a session"), numbers.highest],
        [_("Attendances in all"), everybody.attendances],
        [_("Different people"), everybody.unique],
    ]
    if not here.cohort.is_series:
        rows.append([_("People expected"), everybody.people])
    heads = [pgettext("of numbers", "What is counted"), pgettext("of numbers", "Number")]
    return Table(heads, rows, _("All sessions"))


def _sessions(here: CohortContext, numbers: SeriesNumbers) -> NumbersTable:
    columns = _columns(here, OF_SESSIONS)
    rows = [
        NumbersRow(
            name=_("Session {position}", position=own.held.position),
            sub=day(own.held.starts_at, here.cohort.zone),
            href=f"/teach/{here.cohort.slug}/sessions/{own.held.position}/attendance",
            cells=[column.figure(own) for column in columns],
        )
        for own in numbers.sessions
    ]
    headers = [_("Session"), *(own.label for own in columns)]
    return NumbersTable("by-session", _("By session"), headers, rows)


def _groups(
    here: CohortContext,
    numbers: SeriesNumbers,
    id_: str,
    title: Text,
    groups: Sequence[GroupNumbers],
) -> NumbersTable:
    columns, everybody = _columns(here, OF_GROUPS), numbers.everybody
    named = [(own.name or _("Not said"), own) for own in groups if _is_row(here, own)]
    rows = []
    for name, own in (*named, (pgettext("of people", "All"), everybody)):
        share = Share(own, everybody.attendances)
        rows.append(NumbersRow(name, "", None, [column.figure(share) for column in columns]))
    headers = [pgettext("of people", "Group"), *(own.label for own in columns)]
    return NumbersTable(id_, title, headers, rows)


def _is_row(here: CohortContext, own: GroupNumbers) -> bool:
    """In a series, who registered and did not come makes no group: nobody waits for them."""
    return own.unique > 0 or not here.cohort.is_series


def _columns(here: CohortContext, columns: Sequence[Column[Of]]) -> list[Column[Of]]:
    return [own for own in columns if not (own.of_the_expected and here.cohort.is_series)]


def _full(row: NumbersRow) -> Text:
    return dotted((row.name, row.sub)) if row.sub else row.name


def _or_nothing(number: int | Decimal | None) -> Figure:
    return NOTHING if number is None else number


def _percent(own: SessionNumbers) -> int | None:
    return percent_of(own.attended, own.expected) if own.is_recorded else None


OF_SESSIONS: Sequence[Column[SessionNumbers]] = (
    Column(pgettext("of people", "Expected"), lambda own: own.expected, of_the_expected=True),
    Column(
        pgettext("of people", "Attended"),
        lambda own: own.attended if own.is_recorded else NO_MARK,
    ),
    Column(_("Percent"), lambda own: _or_nothing(_percent(own)), of_the_expected=True),
    Column(pgettext("of people", "Excused"), lambda own: own.excused, of_the_expected=True),
    Column(_("Not marked yet"), lambda own: own.unrecorded, of_the_expected=True),
    Column(_("Minutes, on average, where known"), lambda own: _or_nothing(own.mean_minutes)),
)
OF_GROUPS: Sequence[Column[Share]] = (
    Column(pgettext("of people", "Expected"), lambda own: own.group.people, of_the_expected=True),
    Column(_("Came at least once"), lambda own: own.group.unique),
    Column(_("Attendances"), lambda own: own.group.attendances),
    Column(
        _("Percent of all attendances"),
        lambda own: _or_nothing(percent_of(own.group.attendances, own.whole)),
    ),
    Column(_("At a session, on average"), lambda own: own.group.mean),
)
