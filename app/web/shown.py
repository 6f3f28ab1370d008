"""What an address asks of a list, applied to its rows; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple
from urllib.parse import urlencode

from app.language import Text, _
from app.language.words import normalize_for_search
from app.web.listing import ALL, LONGEST_QUERY, Asked, Column, Export, Filter, Listing, RowT, Window
from app.web.parts import Chip, Link
from app.web.spreadsheet import Format, Table

NAMES = {Format.CSV: _("Download as CSV"), Format.XLSX: _("Download as XLSX")}
"""What leads to a list as a spreadsheet."""


class Header(NamedTuple):
    """A column's head; with a link where the list can be sorted by it."""

    label: Text
    href: str | None
    sort: str | None
    """`ascending` or `descending`, of the one column that the list is sorted by."""
    num: bool


class Hidden(NamedTuple):
    """What of the address a search keeps."""

    name: str
    value: str


class Pages(NamedTuple):
    """The pages before and after."""

    text: Text
    previous_href: str | None
    next_href: str | None


@dataclass(frozen=True)
class Shown(Generic[RowT]):
    """A list as an address asks for it."""

    listing: Listing[RowT]
    asked: Asked
    """Without what the list does not know."""
    rows: Sequence[RowT]
    total: int
    """Rows there are, whatever is asked for."""
    headers: Sequence[Header]
    chips: Sequence[Chip] = ()
    hidden: Sequence[Hidden] = ()
    counts: Text = ""
    """`3 of 50 people`."""
    none_found: Text = ""
    pages: Pages | None = None
    downloads: Sequence[Link] = ()
    """Where all of it, as it is narrowed, can be had as a spreadsheet."""

    @property
    def leads_back(self) -> bool:
        """Whether to lead to the whole list from here: if it is narrowed and no filter does."""
        chosen = any(choice.value for choice in self.listing.choices)
        narrowed = bool(self.asked.query) or self.asked.show != ALL or chosen
        return narrowed and not any(filter_.key == ALL for filter_ in self.listing.filters)


def shown(listing: Listing[RowT], rows: Sequence[RowT], asked: Asked) -> Shown[RowT]:
    """The rows asked for, in the order asked for, with the ways to see others."""
    asked = _known(listing, asked)
    found = _found(listing, rows, asked.query)
    kept = _in_order(listing, _kept(listing, found, asked.show), asked.sort)
    size = listing.page_size or max(1, len(kept))
    last = max(1, -(-len(kept) // size))
    asked = replace(asked, page=min(asked.page, last))
    return Shown(
        listing,
        asked,
        rows=kept[(asked.page - 1) * size : asked.page * size],
        total=len(rows),
        headers=[_header(listing, column, asked) for column in listing.columns],
        chips=[_chip(listing, filter_, found, asked) for filter_ in listing.filters],
        hidden=_hidden(listing, asked),
        counts=listing.counts(len(kept), len(rows)),
        none_found=listing.none_found(asked.query),
        pages=_pages(listing, asked, last) if last > 1 else None,
        downloads=_downloads(listing, asked),
    )


def table_of(listing: Listing[RowT], rows: Sequence[RowT], asked: Asked) -> Table:
    """The rows asked for, those of all pages, for a spreadsheet."""
    asked = _known(listing, asked)
    kept = _kept(listing, _found(listing, rows, asked.query), asked.show)
    return export_of(listing, _in_order(listing, kept, asked.sort))


def shown_page(
    listing: Listing[RowT], rows: Sequence[RowT], read: Window, *, more: bool
) -> Shown[RowT]:
    """One page of a list that is read page by page. `more`: whether there is one after it."""
    return Shown(
        listing,
        Asked(page=read.number),
        rows=rows,
        total=read.offset + len(rows),
        headers=[Header(column.label, None, None, column.numeric) for column in listing.columns],
        none_found=listing.none_found(""),
        pages=pages_read(listing.whole, read, more=more),
    )


def pages_read(path: str, read: Window, *, more: bool) -> Pages | None:
    """The pages before and after one that was read; None where there are no others."""

    def page(number: int) -> str:
        joined = "&" if "?" in path else "?"
        return f"{path}{joined}page={number}" if number > 1 else path

    before = page(read.number - 1) if read.number > 1 else None
    after = page(read.number + 1) if more else None
    if before is None and after is None:
        return None
    return Pages(_("Page {number}", number=read.number), before, after)


def shown_part(
    listing: Listing[RowT], rows: Sequence[RowT], asked: Asked, *, count: int, total: int
) -> Shown[RowT]:
    """The page asked for of a list whose rows were found, sorted and cut by who read them.

    `asked`: as `known` gave it; `count`: of the rows found; `total`: of all there are.
    """
    last = max(1, -(-count // (listing.page_size or max(1, count))))
    return Shown(
        listing,
        asked,
        rows=rows,
        total=total,
        headers=[_header(listing, column, asked) for column in listing.columns],
        hidden=_hidden(listing, asked),
        counts=listing.counts(count, total),
        none_found=listing.none_found(asked.query),
        pages=_pages(listing, asked, last) if last > 1 else None,
        downloads=_downloads(listing, asked),
    )


def known(listing: Listing[RowT], asked: Asked, count: int | None = None) -> Asked:
    """What is asked, without what the list does not know; a page among those that there are.

    `count`: of the rows found, where that is known.
    """
    asked = _known(listing, asked)
    if count is None or listing.page_size is None:
        return asked
    return replace(asked, page=min(asked.page, max(1, -(-count // listing.page_size))))


def export_of(listing: Listing[RowT], rows: Sequence[RowT]) -> Table:
    """These rows, as they are, for a spreadsheet."""
    exports = _exports(listing)
    cells = ([export.value(row) for export in exports] for row in rows)
    return Table([export.label for export in exports], cells)


def _known(listing: Listing[RowT], asked: Asked) -> Asked:
    known = {filter_.key for filter_ in listing.filters}
    return replace(
        asked,
        show=asked.show if asked.show in known else ALL,
        sort=asked.sort if asked.sort.removeprefix("-") in listing.sortable else listing.usual,
        query=asked.query.strip()[:LONGEST_QUERY] if listing.find else "",
        page=max(1, asked.page),
    )


def _found(listing: Listing[RowT], rows: Sequence[RowT], query: str) -> Sequence[RowT]:
    words = normalize_for_search(query).split()
    if not words or listing.find is None:
        return rows
    texts = [normalize_for_search(listing.find.text(row)) for row in rows]
    return [row for row, text in zip(rows, texts, strict=True) if all(w in text for w in words)]


def _kept(listing: Listing[RowT], rows: Sequence[RowT], show: str) -> Sequence[RowT]:
    keeps = next((filter_.keeps for filter_ in listing.filters if filter_.key == show), None)
    return [row for row in rows if keeps(row)] if keeps else rows


def _in_order(listing: Listing[RowT], rows: Sequence[RowT], sort: str) -> Sequence[RowT]:
    """Those with the same value stay in the usual order, either way around."""
    key = sort.removeprefix("-")
    for column in dict.fromkeys((listing.usual, key)):
        if column:
            turned = column == key and sort.startswith("-")
            rows = _sorted(rows, listing.sortable[column], turned=turned)
    return rows


def _sorted(rows: Sequence[RowT], key: Callable[[RowT], Any], *, turned: bool) -> Sequence[RowT]:
    keyed = [(key(row), row) for row in rows]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=turned)
    return [row for _, row in known] + [row for value, row in keyed if value is None]


def _address(listing: Listing[RowT], asked: Asked, **more: str) -> str:
    """The address of a list; what is usual is left out."""
    page = str(asked.page) if asked.page > 1 else ""
    wanted = {kept.name: kept.value for kept in _hidden(listing, asked)}
    wanted |= {choice.name: choice.value for choice in listing.choices}
    values = wanted | {"q": asked.query, "page": page} | more
    given = urlencode({name: value for name, value in values.items() if value})
    return f"{listing.path}?{given}" if given else listing.path


def _hidden(listing: Listing[RowT], asked: Asked) -> list[Hidden]:
    kept = (
        *(Hidden(name, value) for name, value in listing.keeps.items()),
        Hidden("show", "" if asked.show == ALL else asked.show),
        Hidden("sort", "" if asked.sort == listing.usual else asked.sort),
    )
    return [hidden for hidden in kept if hidden.value]


def _header(listing: Listing[RowT], column: Column[RowT], asked: Asked) -> Header:
    if column.sort is None:
        return Header(column.label, None, None, column.numeric)
    key = column.key
    turned = f"-{key}" if asked.sort == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(asked.sort)
    href = _address(listing, replace(asked, sort=turned, page=1))
    return Header(column.label, href, direction, column.numeric)


def _chip(
    listing: Listing[RowT], filter_: Filter[RowT], found: Sequence[RowT], asked: Asked
) -> Chip:
    """A filter with how many of those found it keeps."""
    count = sum(map(filter_.keeps, found))
    href = _address(listing, replace(asked, show=filter_.key, page=1))
    return Chip(
        f"{filter_.label} {count}",
        href,
        filter_.key == asked.show,
        filter_.tone,
    )


def _pages(listing: Listing[RowT], asked: Asked, last: int) -> Pages:
    def page(number: int) -> str | None:
        exists = 1 <= number <= last
        return _address(listing, replace(asked, page=number)) if exists else None

    text = _("Page {number} of {last}", number=asked.page, last=last)
    return Pages(text, page(asked.page - 1), page(asked.page + 1))


def _downloads(listing: Listing[RowT], asked: Asked) -> list[Link]:
    """The same rows, those of all pages, as spreadsheets; none where no column has any cells."""
    if not _exports(listing):
        return []
    whole = replace(asked, page=1)
    return [Link(NAMES[as_], _address(listing, whole, format=as_.value)) for as_ in Format]


def _exports(listing: Listing[RowT]) -> list[Export[RowT]]:
    return [export for column in listing.columns for export in column.exports]
