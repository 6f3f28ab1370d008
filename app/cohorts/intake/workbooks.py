"""The first sheet of an XLSX workbook as rows of text, without a library.

It is a zip with XML: what is unpacked is bounded before and while it is read, and a document type,
which is where entities are declared, is refused.
https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from app.cohorts.intake import refusals
from app.cohorts.intake.refusals import UnreadableError

MAX_PARTS = 500
MAX_PART = 40_000_000
"""Bytes of one part, unpacked."""
MAX_RATIO = 100
"""How much bigger a part may become by unpacking, beyond `MAX_FREE` bytes."""
MAX_FREE = 1_000_000
MAX_DEPTH = 40
MAX_TEXT = 32_767
"""Characters of a cell: what spreadsheets hold at most."""
MAX_STRINGS = 500_000
_CHUNK = 65_536
_CENTRAL_ENTRY = b"PK\x01\x02"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_ENCRYPTED = 0x1
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LAST_COLUMN = 16_384
_WHOLE = re.compile(r"(-?\d+)\.0+")


@dataclass(frozen=True)
class Row:
    """One row of a file, numbered as a spreadsheet program numbers it."""

    line: int
    cells: tuple[str, ...]


Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


def rows_of_workbook(packed: bytes, most: int) -> Iterator[Row]:
    """The rows of the first sheet that have cells, at most two more than `most`.

    Raises:
        UnreadableError: It is no workbook, or not one that is safe to read.
    """
    if packed.count(_CENTRAL_ENTRY) > 2 * MAX_PARTS:
        raise UnreadableError(refusals.BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            rows = _rows(archive, most)
    except _UNREADABLE:
        raise UnreadableError(refusals.BAD_WORKBOOK) from None
    return iter(rows)


def _rows(archive: zipfile.ZipFile, most: int) -> list[Row]:
    if len(archive.infolist()) > MAX_PARTS:
        raise UnreadableError(refusals.BOMB)
    rows = _SheetReader(_shared_strings(archive), most)
    with _enough():
        _parse(archive, _first_sheet(archive), rows.begin, rows.end)
    return rows.rows


class _EnoughError(Exception):
    """So many rows were read that the rest does not matter."""


@contextmanager
def _enough() -> Iterator[None]:
    try:
        yield
    except _EnoughError:
        return


def _parse(archive: zipfile.ZipFile, name: str, begin: Begin, end: End) -> None:
    """Tell `begin` of each element with its attributes, and `end` of it with its text."""
    info = archive.getinfo(name)
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _PLAIN_METHODS:
        raise UnreadableError(refusals.BAD_WORKBOOK)
    if info.file_size > min(MAX_PART, MAX_FREE + MAX_RATIO * info.compress_size):
        raise UnreadableError(refusals.BOMB)
    parser = _parser(_Events(begin, end))
    left = MAX_PART
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UnreadableError(refusals.BOMB)
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_declared: Any) -> None:
    raise UnreadableError(refusals.BAD_WORKBOOK)


class _Events:
    """Passes on what is read by local names, with the text since the last tag."""

    def __init__(self, begin: Begin, end: End) -> None:
        self._begin, self._end = begin, end
        self._depth = 0
        self._length = 0
        self._text: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableError(refusals.BAD_WORKBOOK)
        self._forget()
        own = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._begin(name.rpartition(" ")[2], own)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(" ")[2], "".join(self._text))
        self._forget()

    def text(self, text: str) -> None:
        if self._length <= MAX_TEXT:
            self._text.append(text)
            self._length += len(text)

    def _forget(self) -> None:
        self._text.clear()
        self._length = 0


def _parser(events: _Events) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = events.begin
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the first sheet, as the workbook lists them."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            sheets.append(attributes["id"])

    def target(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _parse(archive, "xl/workbook.xml", sheet, _nothing)
    _parse(archive, "xl/_rels/workbook.xml.rels", target, _nothing)
    path = targets[sheets[0]]
    return path.lstrip("/") if path.startswith("/") else posixpath.normpath(f"xl/{path}")


def _nothing(_name: str, _text: str) -> None:
    """Only the beginnings of elements matter."""


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells refer to by number."""
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    reader = _StringsReader()
    _parse(archive, name, reader.begin, reader.end)
    return reader.strings


class _StringsReader:
    """Gathers texts, each of one or more runs, without how they are pronounced."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._runs: list[str] = []
        self._is_phonetic = False

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs.clear()
        self._is_phonetic = self._is_phonetic or name == "rPh"

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._is_phonetic:
            self._runs.append(text)
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            self.strings.append("".join(self._runs))
            if len(self.strings) > MAX_STRINGS:
                raise UnreadableError(refusals.BOMB)


class _SheetReader:
    """Gathers the cells of a sheet into rows; a cell says where it stands, or comes next."""

    def __init__(self, strings: list[str], most: int) -> None:
        self.rows: list[Row] = []
        self._strings = strings
        self._most = most
        self._line = 0
        self._column = 0
        self._kind = ""
        self._value = ""
        self._cells: dict[int, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._column = 0
            self._cells = {}
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            if self._column > _LAST_COLUMN:
                raise UnreadableError(refusals.BAD_WORKBOOK)
            self._kind = attributes.get("t", "n")
            self._value = ""

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = self._strings[int(text)] if self._kind == "s" else text
        elif name == "t" and self._kind == "inlineStr":
            self._value += text
        elif name == "c" and self._value:
            number = _WHOLE.fullmatch(self._value) if self._kind == "n" else None
            self._cells[self._column] = number[1] if number else self._value
        elif name == "row":
            self._finish()

    def _finish(self) -> None:
        if not self._cells:
            return
        last = min(max(self._cells), 1_000)
        cells = tuple(self._cells.get(column, "") for column in range(1, last + 1))
        self.rows.append(Row(self._line, cells))
        if len(self.rows) > self._most + 1:
            raise _EnoughError


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
