"""Lists as they are declared, and what an address can ask of one; `shown.py` applies it.

Every list has the same parameters: `show` (a filter), `q` (words to find), `sort` (a column; with a
minus sign, the other way around), `page` and `format` (`csv` or `xlsx`). What is unknown falls back
to everything in the usual order; a page that does not exist is the nearest that does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlencode

from app.language import Text, _, ngettext
from app.web.parts import Link, Option
from app.web.spreadsheet import Cell, Format

RowT = TypeVar("RowT")
ALL = "all"
LONGEST_QUERY = 80
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Export(Generic[RowT]):
    """One column of the spreadsheet."""

    label: Text
    value: Callable[[RowT], Cell]


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column. With `sort`, the list can be sorted by it, and `key` names it in addresses."""

    label: Text
    key: str = ""
    sort: Callable[[RowT], Any] | None = None
    """What to sort by; rows of which it is None come last either way."""
    numeric: bool = False
    exports: Sequence[Export[RowT]] = ()


@dataclass(frozen=True)
class Filter(Generic[RowT]):
    """One filter. With the key `all`, it is the one that holds when none is asked for."""

    key: str
    label: Text
    keeps: Callable[[RowT], bool]
    tone: str = "neutral"


@dataclass(frozen=True)
class Find(Generic[RowT]):
    """How rows are found: every word must occur in their text, whatever its case and accents."""

    text: Callable[[RowT], str]
    label: Text
    placeholder: Text


class Choice(NamedTuple):
    """Something that a list is narrowed to by choosing, beside its filters and its words."""

    name: str
    """What addresses call it."""
    label: Text
    options: Sequence[Option]
    value: str
    """What was chosen; empty: nothing."""
    nothing: Text | None = None
    """What it says while nothing is chosen; None: its label."""


class Empty(NamedTuple):
    """What stands in place of a list that has no row at all."""

    title: Text
    text: Text
    link: Link | None = None
    """Where to go on from there."""


def _people(shown: int, count: int) -> Text:
    return ngettext(
        "{shown} of {count} person", "{shown} of {count} people", count=count, shown=shown
    )


def _nobody(_query: str) -> Text:
    return _("Nobody is on this list.")


@dataclass(frozen=True)
class Listing(Generic[RowT]):
    """A list as it is declared. The first column that sorts gives the usual order."""

    path: str
    columns: Sequence[Column[RowT]]
    nothing: Empty
    keeps: Mapping[str, str] = field(default_factory=dict)
    """What else its address says, like which cohort's list this is."""
    filters: Sequence[Filter[RowT]] = ()
    find: Find[RowT] | None = None
    choices: Sequence[Choice] = ()
    page_size: int | None = None
    """Rows on a page; None: all of them."""
    counts: Callable[[int, int], Text] = _people
    """What is said of how many rows are left, of how many there are."""
    none_found: Callable[[str], Text] = _nobody
    """What is said when the words asked for, and the filter, leave nothing."""
    everything: Text = _("Show everybody")
    """The way back from there."""

    @property
    def whole(self) -> str:
        """The address of all of it, in the usual order."""
        return f"{self.path}?{urlencode(self.keeps)}" if self.keeps else self.path

    @property
    def sortable(self) -> dict[str, Callable[[RowT], Any]]:
        """The columns to sort by."""
        return {column.key: column.sort for column in self.columns if column.sort}

    @property
    def usual(self) -> str:
        """The column that gives the usual order; empty where the rows come in theirs."""
        return next(iter(self.sortable), "")


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list."""

    show: str = ALL
    sort: str = ""
    query: str = ""
    page: int = 1
    format: Format | None = None
    """As what it is downloaded; None: it is a page."""


@dataclass(frozen=True)
class Window:
    """The part of a list that is read when only a page of it is: one row more than is shown."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * self.size

    @property
    def limit(self) -> int:
        """How many to read: the last one only tells that there are more."""
        return self.size + 1


def window(asked: Asked, size: int) -> Window:
    """What to read for the page asked for."""
    return Window(min(max(1, asked.page), LAST_PAGE), size)


class Cut(NamedTuple, Generic[RowT]):
    """The beginning of a list, and how many rows of it are not shown."""

    rows: Sequence[RowT]
    more: int


def cut(rows: Sequence[RowT], most: int | None) -> Cut[RowT]:
    """At most so many rows, with a count of the rest; None: all of them."""
    begin = rows if most is None else rows[:most]
    return Cut(begin, len(rows) - len(begin))
