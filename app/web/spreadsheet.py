"""Tables for spreadsheets, as CSV and XLSX: `language/cells` sees to it that none is a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from app.language import Text
from app.language.cells import Cell, csv_text, written

__all__ = ["Cell", "Format", "Table", "csv_text", "workbook"]  # not shown

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
                sheet.write_string(0, column, str(written(header)), heading)
            _write_rows(sheet, table.rows)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return content.getvalue()


def _write_rows(sheet: Any, rows: Iterable[Sequence[Cell]]) -> None:
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(map(written, row)):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell[:_LONGEST_TEXT])
            else:
                sheet.write_number(line, column, cell)
