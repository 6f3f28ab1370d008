"""CSV as REDCap writes it: UTF-8, commas, every cell in quotes, lines that end with a line feed.

No cell is changed on its way, whatever it begins with: a program that takes `=` for a formula is
not who these files are for, and a changed answer would be a wrong one.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.redcap.misfits import Misfit

LONGEST_CELL = 131_072
"""Characters, which is what Python's reader takes; nothing here is near it."""

NOT_UTF8 = reason(
    "redcap.not_utf8",
    "The file is not a text in UTF-8. Save it as CSV UTF-8, or download it from REDCap again.",
)
EMPTY = reason("redcap.empty", "The file is empty. Its first line has to name the columns.")
BROKEN = reason(
    "redcap.broken",
    "The file cannot be read from here on: quotes do not fit together, or a cell is too long.",
)
CELLS = ReasonKind(
    "redcap.cells",
    "The row has another number of cells than the first line: {found} and not {wanted}.",
)
TWICE = ReasonKind("redcap.column_twice", "Two columns are called “{column}”. Delete one.")
MISSING = ReasonKind("redcap.no_column", "There is no column “{column}”, and it is needed.")
UNKNOWN = ReasonKind(
    "redcap.unknown_column", "A column “{column}” is not known here. Delete it, or mend its name."
)


@dataclass(frozen=True)
class Line:
    """A row of a file by the names of its columns."""

    number: int
    """Where it begins in the file; the line that names the columns is 1."""
    cells: Mapping[str, str]

    def misfit(self, column: str, why: Reason) -> Misfit:
        """That one of its cells does not fit."""
        return Misfit(self.number, column, why)


@dataclass(frozen=True)
class Sheet:
    """A file, read."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    misfits: tuple[Misfit, ...]


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a file; the first names the columns."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def sheet(content: bytes) -> Sheet:
    """A file as rows; what cannot be read is a misfit, and rows after it are left out."""
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Sheet((), (), (Misfit(line, "", NOT_UTF8),))
    return sheet_of_text(text)


def sheet_of_text(text: str, delimiter: str = ",") -> Sheet:
    """A text as rows; another program may have put another sign between its cells."""
    misfits: list[Misfit] = []
    rows = list(_rows(text, delimiter, misfits))
    return sheet_of_rows(rows, misfits)


def sheet_of_rows(rows: Sequence[tuple[int, Sequence[str]]], misfits: list[Misfit]) -> Sheet:
    """Rows, each with the line on which it begins; `misfits`: what was wrong with others."""
    if not rows:
        return Sheet((), (), tuple(misfits) or (Misfit(1, "", EMPTY),))
    columns = tuple(rows[0][1])
    misfits += [Misfit(1, name, TWICE(column=name)) for name in _repeated(columns)]
    lines = [
        Line(number, dict(zip(columns, cells, strict=True)))
        for number, cells in rows[1:]
        if len(cells) == len(columns)
    ]
    misfits += [
        Misfit(number, "", CELLS(found=len(cells), wanted=len(columns)))
        for number, cells in rows[1:]
        if len(cells) != len(columns)
    ]
    return Sheet(columns, tuple(lines), tuple(misfits))


def misnamed(columns: Sequence[str], wanted: Sequence[str]) -> list[Misfit]:
    """What is wrong with a first line that has to be exactly this, in any order."""
    lost = [Misfit(1, name, MISSING(column=name)) for name in wanted if name not in columns]
    return lost + [Misfit(1, name, UNKNOWN(column=name)) for name in columns if name not in wanted]


def _rows(text: str, delimiter: str, misfits: list[Misfit]) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if row:
                yield start, row
            start = reader.line_num + 1
    except csv.Error:
        misfits.append(Misfit(start, "", BROKEN))


def _repeated(columns: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(columns) if columns.count(name) > 1]
