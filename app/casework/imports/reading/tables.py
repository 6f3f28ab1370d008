"""Where in a file the tables of participants are, and what stands above them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.casework.imports.reading.headers import Columns, columns_of, is_header
from app.cohorts.intake.workbooks import Row

_SECTION = re.compile(
    r"\d\.\s+\S.*|(panelist|attendee|host|participant)s? details?.*|other attended.*", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9@]")
_FOOTER = re.compile(r"zoom report\b.*|report generated\b.*", re.IGNORECASE)


@dataclass
class Table:
    """One table: its title, what its columns hold, and its rows."""

    title: str
    header: Row
    columns: Columns
    rows: list[Row] = field(default_factory=list)


@dataclass
class Layout:
    """A file in parts; each of its lines is in one of them."""

    above: list[Row] = field(default_factory=list)
    """About the meeting."""
    tables: list[Table] = field(default_factory=list)
    astray: list[Row] = field(default_factory=list)
    """Below a table, and not of it."""


def layout_of(rows: Sequence[Row]) -> Layout:
    """Take a file apart."""
    found, table, title = Layout(), None, ""
    for at, row in enumerate(rows):
        columns = columns_of(row.cells) if _may_be_header(row) else ()
        if is_header(columns, in_section=_is_list(title)):
            table = Table(title, row, columns)
            found.tables.append(table)
        elif _is_title(row, rows[at + 1] if at + 1 < len(rows) else None):
            table, title = None, row.cells[0]
            found.above.append(row)
        elif _FOOTER.fullmatch(row.cells[0]) and (table is None or _is_alone(row)):
            (found.astray if found.tables else found.above).append(row)
            table = None
        elif table is not None:
            table.rows.append(row)
        else:
            (found.astray if found.tables and not title else found.above).append(row)
    return found


def _is_list(title: str) -> bool:
    """Whether a title is that of the list of participants, which may have no times."""
    return title.startswith("2.")


def _is_alone(row: Row) -> bool:
    return bool(row.cells[0]) and not any(row.cells[1:])


def _is_title(row: Row, following: Row | None) -> bool:
    """A line of its own that is called like a section, or that a header follows."""
    if not _is_alone(row):
        return False
    if _SECTION.fullmatch(row.cells[0]):
        return True
    return following is not None and is_header(columns_of(following.cells))


def _may_be_header(row: Row) -> bool:
    """Whether it has no number, as rows of people nearly always do: most are told by that alone."""
    return _NUMBER.search("".join(row.cells)) is None
