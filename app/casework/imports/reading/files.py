"""One file, read: what saved it, about which meeting, who stayed when, which lines do not count.

Pure: it knows no session and nobody of ours. In which order dates are written, and in which zone,
is told by the session; that is in `placing.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.casework.imports import refusals
from app.casework.imports.enums import Format, Held
from app.casework.imports.reading.headers import said
from app.casework.imports.reading.lines import FileLines, lines_of
from app.casework.imports.reading.meeting import Meeting, meeting_of
from app.casework.imports.reading.stays import Dropped, Stay, Stays, read_table
from app.casework.imports.reading.tables import Layout, Table, layout_of
from app.casework.imports.refusals import NoHeadersError, NotAttendanceError
from app.cohorts.intake.columns import compared
from app.cohorts.intake.workbooks import Row


@dataclass(frozen=True)
class Kind:
    """What saved a file, and which of its ways to do so."""

    format: Format
    is_new: bool = False
    """Whether it has the headers that Zoom writes since 2023."""
    has_times: bool = True
    """Whether it says when somebody came and went; else only for how long they stayed."""


@dataclass(frozen=True)
class ReadFile:
    """A file of attendance."""

    kind: Kind
    meeting: Meeting
    stays: Sequence[Stay]
    dropped: Sequence[Dropped]
    count: int
    """How many rows its tables have."""


def read_file(content: bytes) -> ReadFile:
    """Read a file as it was saved; raises `NotAttendanceError` or `UnreadableError`."""
    return read_lines(lines_of(content))


def read_lines(lines: FileLines, columns: Mapping[str, Held] | None = None) -> ReadFile:
    """Read the lines of a file.

    `columns`: what somebody said that headers hold, for a table whose own say too little.
    """
    layout = layout_of(lines.rows)
    if not layout.tables:
        layout = _as_said(lines.rows, columns or {})
    if not any(table.rows for table in layout.tables):
        raise NotAttendanceError(refusals.ONLY_HEADERS)
    found = _stays(layout)
    return ReadFile(
        _kind(layout),
        meeting_of(layout.above),
        found.stays,
        sorted(found.dropped, key=lambda dropped: dropped.line),
        sum(len(table.rows) for table in layout.tables) + len(layout.astray),
    )


def _stays(layout: Layout) -> Stays:
    found = Stays()
    for table in layout.tables:
        read_table(table, found, has_details=_has_details(table, layout))
    for row in layout.astray:
        found.drop(row.line, refusals.NOT_OF_TABLE)
    if not found.stays:
        raise NotAttendanceError(refusals.NOBODY)
    return found


def _as_said(rows: Sequence[Row], columns: Mapping[str, Held]) -> Layout:
    """The first row is the header, as somebody said what it means."""
    header = rows[0]
    held = said(columns, header.cells)
    if not {Held.NAME, Held.FAMILY, Held.EMAIL} & {*held}:
        raise NoHeadersError(header.cells if len(rows) > 1 and len(header.cells) > 1 else ())
    return Layout(tables=[Table("", header, held, list(rows[1:]))])


def _has_details(table: Table, layout: Layout) -> bool:
    """Whether a table says of each person what another one says of each time that they came."""
    if not table.title.startswith("2."):
        return False
    return any(other.title.startswith("3.") and other.rows for other in layout.tables)


def _kind(layout: Layout) -> Kind:
    columns = {held for table in layout.tables for held in table.columns}
    has_times = Held.JOINED in columns or Held.AT in columns
    headers = [cell for table in layout.tables for cell in table.header.cells]
    format_ = _format({*map(compared, headers)}, layout, columns)
    is_new = any(cell.strip().lower() == "email" for cell in headers)
    return Kind(format_, is_new and format_ is Format.ZOOM_MEETING, has_times)


_NAMED = """
original: original name, nombre original, nom original, originalname, nome original
teams: first join, participant id upn, user action, in meeting duration, last leave
meet: time joined, time exited
webinar: time in session minutes
"""  # not shown
_OF = {
    line.partition(":")[0]: frozenset(line.partition(": ")[2].split(", "))
    for line in _NAMED.strip().splitlines()
}
"""Headers, as they are compared, by which it is known what saved a file."""


def _format(headers: set[str], layout: Layout, columns: set[Held]) -> Format:
    titles = [table.title for table in layout.tables]
    if Held.ATTENDED in columns or headers & _OF["webinar"]:
        return Format.ZOOM_WEBINAR
    if any(original in header for header in headers for original in _OF["original"]):
        return Format.ZOOM_MEETING
    if any(title[:2] in {"2.", "3."} for title in titles) or headers & _OF["teams"]:
        return Format.TEAMS
    if Held.ROLE in columns and Held.JOINED in columns:
        return Format.TEAMS
    if headers & _OF["meet"]:
        return Format.GOOGLE_MEET
    return Format.TABLE
