"""Tables as somebody else's program reads them."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

Rows = Sequence[Sequence[str]]
_IN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tables_of_csv(content: bytes) -> Iterator[Rows]:
    """The tables of a file in which a line of one cell is the next one's title."""
    rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if row]
    starts = [at for at, row in enumerate(rows) if len(row) == 1]
    if not starts:
        yield rows
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield rows[start + 1 : end]


def tables_of_workbook(content: bytes) -> Iterator[Rows]:
    """The sheets of an XLSX, without the help of what wrote it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))
        words = ["".join(part.itertext()) for part in shared.iter(f"{_IN}si")]
        for name in sorted(own for own in book.namelist() if "worksheets/sheet" in own):
            rows = ET.fromstring(book.read(name)).iter(f"{_IN}row")
            yield [[_cell(cell, words) for cell in row.iter(f"{_IN}c")] for row in rows]


def _cell(cell: ET.Element, words: Sequence[str]) -> str:
    value = cell.findtext(f"{_IN}v") or ""
    return words[int(value)] if cell.get("t") == "s" else value
