"""A file of records as somebody sent it, whatever program saved it last. Pure.

REDCap writes UTF-8 with commas. A spreadsheet program that opened the file saves it in the letters
of its country, with semicolons, or as a workbook; the packed files that went out from here hold it
as one of several. All of these are read by what the other imports of the house read them with.
"""

import io
import zipfile

from app.cohorts.intake.encodings import OLD_EXCEL, PACKED, UNSTORABLE, decode
from app.cohorts.intake.refusals import OLD_EXCEL as IS_OLD_EXCEL
from app.cohorts.intake.refusals import UnreadableError
from app.cohorts.intake.sheets import delimited
from app.cohorts.intake.workbooks import rows_of_workbook
from app.core.errors import RefusedError
from app.language.reasons import ReasonKind
from app.outcomes.redcap.archive import unzipped
from app.outcomes.redcap.package import FILES, RECORDS
from app.outcomes.redcap.tables import NOT_UTF8, Line, Sheet, sheet_of_rows, sheet_of_text

MAX_ROWS = 20_000
TOO_MANY_ROWS = ReasonKind(
    "sharing.too_many_rows", "The file has more than {most} rows. Send it in parts."
)


def sheet_sent(content: bytes) -> Sheet:
    """The rows of a file of records; spaces around a cell are not its own.

    Raises:
        RefusedError: It is no table, or one that is not safe to read.
    """
    if content.startswith(OLD_EXCEL):
        raise RefusedError(IS_OLD_EXCEL)
    found = _packed(content) if content.startswith(PACKED) else _text(content)
    if len(found.lines) > MAX_ROWS:
        raise RefusedError(TOO_MANY_ROWS(most=MAX_ROWS))
    lines = [Line(own.number, _trimmed(own)) for own in found.lines]
    filled = tuple(own for own in lines if any(own.cells.values()))
    return Sheet(found.columns, filled, found.misfits)


def _trimmed(line: Line) -> dict[str, str]:
    return {name: cell.strip() for name, cell in line.cells.items()}


def _packed(content: bytes) -> Sheet:
    """A workbook, or the records in a package of ours."""
    if RECORDS in _names(content):
        files = unzipped(content, (RECORDS,), FILES)
        return _text(files[RECORDS])
    rows = list(rows_of_workbook(content, MAX_ROWS + 1))
    width = len(rows[0].cells) if rows else 0
    filled = [(row.line, [*row.cells, *[""] * (width - len(row.cells))]) for row in rows]
    return sheet_of_rows(filled, [])


def _names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        return []


def _text(content: bytes) -> Sheet:
    try:
        decoded = decode(content)
    except UnreadableError as unreadable:
        raise RefusedError(NOT_UTF8) from unreadable
    found = delimited(UNSTORABLE.sub("", decoded.text))
    return sheet_of_text(found.text, found.delimiter)
