"""Cells of tables for spreadsheets, which no program takes for formulas.

A text that starts with one of `= + - @`, tab or carriage return is quoted with an apostrophe, as
https://owasp.org/www-community/attacks/CSV_Injection asks; numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from app.language.texts import LazyText, Text

Cell = Text | int | Decimal | date | None
"""A day, or a moment with its zone, is written as ISO 8601 has it, in every file alike."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(headers: Sequence[Text], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as RFC 4180 text, its first line the headers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([written(header) for header in headers])
    writer.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue()


def as_typed(text: str) -> str:
    """What somebody typed into a cell that `written` may have quoted."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def written(cell: Cell) -> str | int | Decimal:
    """What a cell says in a file: a number, or a text that begins no formula."""
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
