"""Tables for spreadsheets: CSV and XLSX that no program takes for formulas.

A text that starts with one of `= + - @`, tab or carriage return is quoted with an apostrophe, as
https://owasp.org/www-community/attacks/CSV_Injection asks; numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from app.language import LazyText, Text

Cell = Text | int | Decimal | date | None
"""A day, or a moment with its zone, is written as ISO 8601 has it, in every file alike."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TEXT = 32_767
"""Characters of a cell: what spreadsheet programs hold at most."""


class Format(StrEnum):
    """What a table can be downloaded as."""

    CSV = "csv"
    XLSX = "xlsx"


class Table(NamedTuple):
    """One table: what its columns are called, and its rows."""

    headers: Sequence[Text]
    rows: Iterable[Sequence[Cell]]
    title: Text = ""
    """What it is called where several stand in one file."""


def csv_text(headers: Sequence[Text], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as RFC 4180 text, its first line the headers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_safe(header) for header in headers])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def workbook(tables: Iterable[Table]) -> bytes:
    """Tables as XLSX, a sheet each; texts are cells of text, whatever they look like."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True})
        for number, table in enumerate(tables, 1):
            title = _NOT_IN_A_NAME.sub(" ", str(table.title)).strip()[:_LONGEST_NAME]
            sheet = book.add_worksheet(title or f"{number}")
            for column, header in enumerate(table.headers):
                sheet.write_string(0, column, str(_safe(header)), heading)
            _write_rows(sheet, table.rows)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return content.getvalue()


def _write_rows(sheet: Any, rows: Iterable[Sequence[Cell]]) -> None:
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(map(_safe, row)):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell[:_LONGEST_TEXT])
            else:
                sheet.write_number(line, column, cell)


def _safe(cell: Cell) -> str | int | Decimal:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, LazyText):
        cell = str(cell)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
