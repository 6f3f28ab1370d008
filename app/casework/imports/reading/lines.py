"""The bytes of a file as numbered lines of cells, whatever program saved it. Pure.

Quotation marks that do not pair never swallow the lines below: such a line is taken as it stands.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.casework.imports import refusals
from app.casework.imports.reading.headers import best_header
from app.casework.imports.refusals import NotAttendanceError
from app.cohorts.intake import refusals as of_people
from app.cohorts.intake.encodings import OLD_EXCEL, PACKED, UNSTORABLE, decode
from app.cohorts.intake.refusals import UnreadableError
from app.cohorts.intake.workbooks import Row, rows_of_workbook

MAX_FILE = 4_000_000
"""Bytes: 200 signs a row, where each takes two of them."""
MAX_ROWS = 10_000
"""Five hundred people of whom each comes back twenty times. Measured: so many are read, matched and
kept in 3 s with 125 MB, of the longest 175. 100,000 took 25 s and 300 MB; refused, it is 1 s."""
MAX_LINES = 200_000
"""With the empty ones, which spreadsheet programs may write below a table."""
MAX_CELL = 1_000
"""Characters that are kept of a cell."""
WORKBOOK = "xlsx"
DELIMITERS = "\t,;|"
_LOOKED_AT = 80
"""Lines in which a header is looked for, to tell what separates cells."""
_MOST_JOINED = 4
"""Lines that one cell can go over at most."""
_BREAKS = re.compile(r"\r\n|\n|\r")
_NAMED_DELIMITER = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class FileLines:
    """The lines of a file that are not empty, as a spreadsheet program numbers them."""

    rows: Sequence[Row]
    written_as: str
    """`xlsx`, or the encoding of a text."""
    delimiter: str = ""


def lines_of(content: bytes) -> FileLines:
    """The lines of a CSV in any encoding, or of the first sheet of an XLSX.

    Raises `NotAttendanceError`, or `UnreadableError` for a workbook that cannot be read.
    """
    if not content.strip():
        raise NotAttendanceError(refusals.EMPTY)
    if len(content) > MAX_FILE:
        raise NotAttendanceError(refusals.TOO_BIG(megabytes=MAX_FILE // 1_000_000))
    if content.startswith(OLD_EXCEL):
        raise UnreadableError(of_people.OLD_EXCEL)
    if content.startswith(PACKED):
        return FileLines(_kept(rows_of_workbook(content, MAX_ROWS + 1)), WORKBOOK)
    try:
        decoded = decode(content)
    except UnreadableError:
        raise NotAttendanceError(refusals.NOT_A_TABLE) from None
    lines = _physical(decoded.text)
    if len(lines) > MAX_LINES:
        raise NotAttendanceError(refusals.TOO_MANY_ROWS(most=MAX_ROWS))
    delimiter = _delimiter(lines)
    return FileLines(_kept(rows_of(lines, delimiter)), decoded.encoding, delimiter)


def _physical(text: str) -> list[str]:
    if UNSTORABLE.search(text):
        text = UNSTORABLE.sub("", text)
    return _BREAKS.split(text.lstrip("\ufeff"), MAX_LINES)


def _kept(found: Iterator[Row]) -> list[Row]:
    rows: list[Row] = []
    for row in found:
        cells = tuple(cell.strip()[:MAX_CELL] for cell in row.cells)
        if any(cells):
            rows.append(Row(row.line, cells))
        if len(rows) > MAX_ROWS:
            raise NotAttendanceError(refusals.TOO_MANY_ROWS(most=MAX_ROWS))
    if not rows:
        raise NotAttendanceError(refusals.EMPTY)
    return rows


def _delimiter(lines: list[str]) -> str:
    """By which the headers of a table are best known; else what is most frequent at the top."""
    if named := _NAMED_DELIMITER.fullmatch(lines[0]):
        lines[0] = ""
        return named[1]
    top = lines[:_LOOKED_AT]
    known = {sign: best_header(rows_of(top, sign)) for sign in DELIMITERS}
    if any(known.values()):
        return max(DELIMITERS, key=known.__getitem__)
    written = "\n".join(top)
    return max(DELIMITERS, key=written.count)


def rows_of(lines: Sequence[str], delimiter: str) -> Iterator[Row]:
    """Each line as cells; one that is cut within quotation marks goes on with the next ones."""
    usual = _usual(lines, delimiter)
    at = 0
    while at < len(lines):
        line = lines[at]
        if '"' not in line:
            yield Row(at + 1, tuple(line.split(delimiter)))
            at += 1
            continue
        most = _MOST_JOINED if line.count(delimiter) < usual else 1  # a whole row does not go on
        found = _quoted(lines[at : at + most], delimiter)
        yield Row(at + 1, found.cells)
        at += found.lines


def _usual(lines: Sequence[str], delimiter: str) -> int:
    """How often cells are separated in most lines."""
    counts = Counter(line.count(delimiter) for line in lines[:_LOOKED_AT] if line)
    return max(counts, key=lambda count: (counts[count], count), default=0)


class _Quoted(NamedTuple):
    cells: tuple[str, ...]
    lines: int


def _quoted(lines: Sequence[str], delimiter: str) -> _Quoted:
    """The row that begins these lines; where quotation marks do not pair, the first line as is."""
    try:
        reader = csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=True)
        cells = tuple(" ".join(cell.split("\n")) for cell in next(reader))
    except csv.Error:
        plain = lines[0].replace('""', "\0").replace('"', "").replace("\0", '"')
        return _Quoted(tuple(plain.split(delimiter)), 1)
    return _Quoted(cells, reader.line_num)
