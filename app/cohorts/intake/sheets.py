"""A file of people as rows of cells, whatever program saved it; read with distrust.

Encodings and separators are those that spreadsheets, REDCap and form tools write.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.cohorts.intake import refusals
from app.cohorts.intake.encodings import OLD_EXCEL, PACKED, UNSTORABLE, decode
from app.cohorts.intake.refusals import UnreadableError
from app.cohorts.intake.workbooks import Row, rows_of_workbook
from app.language.cells import as_typed

MAX_FILE = 4_000_000
"""Bytes of a file."""
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 4_000
"""Characters."""

WORKBOOK = "xlsx"
_DELIMITERS = ",;\t|"
_NAMED_DELIMITER = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A file as it was read."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    written_as: str
    """`xlsx`, or the encoding of a text."""
    delimiter: str = ""
    """What separates the cells of a text."""


def read_sheet(content: bytes) -> Sheet:
    """Read a CSV, or the first sheet of an XLSX.

    Raises:
        UnreadableError: It is neither, is too large, or has no rows; in a sentence.
    """
    if not content.strip():
        raise UnreadableError(refusals.EMPTY)
    if len(content) > MAX_FILE:
        raise UnreadableError(refusals.TOO_BIG(megabytes=MAX_FILE // 1_000_000))
    if content.startswith(OLD_EXCEL):
        raise UnreadableError(refusals.OLD_EXCEL)
    if content.startswith(PACKED):
        return _sheet(rows_of_workbook(content, MAX_ROWS), WORKBOOK)
    decoded = decode(content)
    found = delimited(decoded.text)
    rows = _rows_of_text(found.text, found.delimiter)
    return _sheet(rows, decoded.encoding, found.delimiter)


class Delimited(NamedTuple):
    """A text, and what separates its cells."""

    text: str
    """Without a first line that only names what separates."""
    delimiter: str


def _sheet(found: Iterable[Row], written_as: str, delimiter: str = "") -> Sheet:
    rows: list[Row] = []
    for row in found:
        cells = tuple(as_typed(cell.strip()) for cell in row.cells)
        if not any(cells):
            continue
        if len(rows) > MAX_ROWS:
            raise UnreadableError(refusals.TOO_MANY_ROWS(most=MAX_ROWS))
        _check(row.line, cells)
        rows.append(Row(row.line, cells))
    if not rows:
        raise UnreadableError(refusals.EMPTY)
    if len(rows) == 1:
        raise UnreadableError(refusals.ONLY_HEADERS)
    return Sheet(rows[0].cells, tuple(rows[1:]), written_as, delimiter)


def _check(line: int, cells: Sequence[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise UnreadableError(refusals.TOO_MANY_COLUMNS(line=line, most=MAX_COLUMNS))
    if any(len(cell) > MAX_CELL for cell in cells):
        raise UnreadableError(refusals.CELL_TOO_LONG(line=line, most=MAX_CELL))
    if any(map(UNSTORABLE.search, cells)):
        raise UnreadableError(refusals.BAD_SIGN(line=line))


def delimited(text: str) -> Delimited:
    """By what the first line separates its cells, as it says or as it looks."""
    first, _, rest = text.partition("\n")
    if named := _NAMED_DELIMITER.fullmatch(first):
        return Delimited(rest, named[1])
    header = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", header)
    return Delimited(text, max(_DELIMITERS, key=unquoted.count))


def _rows_of_text(text: str, delimiter: str) -> Iterator[Row]:
    line = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for line, cells in enumerate(reader, start=1):  # the last good one is told
            yield Row(line, tuple(cells))
    except csv.Error:
        raise UnreadableError(refusals.BAD_QUOTES(line=line + 1)) from None
