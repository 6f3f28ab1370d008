"""A codebook as CSV, for people who open it in a spreadsheet.

It is there to be read and not to be read back, so what a spreadsheet would take for a formula is
quoted with an apostrophe, as in every table of ours (`web/spreadsheet.py`).
"""

import csv
import io

from app.outcomes.codebook.rows import Codebook

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def codebook_file(codebook: Codebook) -> bytes:
    """The codebook in UTF-8, its first line the headers."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(codebook.headers)
    writer.writerows([_safe(cell) for cell in row] for row in codebook.rows)
    return text.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
