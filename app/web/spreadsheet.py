"""Tables for spreadsheets: CSV that no program takes for formulas.

A text that starts with one of `= + - @`, tab or carriage return is quoted with an apostrophe, as
https://owasp.org/www-community/attacks/CSV_Injection asks; numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.language import LazyText, Text

Cell = Text | int | Decimal | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(headers: Sequence[Text], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as RFC 4180 text, its first line the headers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_safe(header) for header in headers])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: Cell) -> str | int | Decimal:
    if cell is None:
        return ""
    if isinstance(cell, LazyText):
        cell = str(cell)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
