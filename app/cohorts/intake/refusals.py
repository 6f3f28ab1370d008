"""Why a file of people cannot be read, and where."""

from app.core.errors import RefusedError
from app.language.reasons import ReasonKind, reason

EMPTY = reason("people_file.empty", "The file is empty. Choose the one with your list of people.")
ONLY_HEADERS = reason(
    "people_file.only_headers",
    "The file has headers and no rows below them. Add a row for each person.",
)
BINARY = reason(
    "people_file.binary",
    "This file is not a table. Save your list as CSV or as an Excel workbook (XLSX), and "
    "choose that file.",
)
OLD_EXCEL = reason(
    "people_file.old_excel",
    "This file cannot be read here: it is an old Excel workbook (XLS), or one with a password. "
    "Save it as XLSX without a password, or as CSV.",
)
TOO_BIG = ReasonKind(
    "people_file.too_big", "The file is larger than {megabytes} MB. Send the list in smaller parts."
)
TOO_MANY_ROWS = ReasonKind(
    "people_file.too_many_rows",
    "The file has more than {most} rows. Send the list in smaller parts.",
)
TOO_MANY_COLUMNS = ReasonKind(
    "people_file.too_many_columns",
    "Row {line} has more than {most} columns. Delete those that are not about people.",
)
CELL_TOO_LONG = ReasonKind(
    "people_file.cell_too_long",
    "Row {line} has a cell of more than {most} characters. Shorten it, or close the quotation "
    "mark that is left open there.",
)
BAD_QUOTES = ReasonKind(
    "people_file.bad_quotes",
    "Row {line} has a quotation mark too many or too few. Fix it, and choose the file again.",
)
BAD_SIGN = ReasonKind(
    "people_file.bad_sign",
    "Row {line} has a character that cannot be read. Save the list again as CSV in UTF-8.",
)
BAD_WORKBOOK = reason(
    "people_file.bad_workbook",
    "This workbook cannot be read: it is damaged, or was not made by a spreadsheet program. "
    "Save it again as XLSX or as CSV.",
)
BOMB = reason(
    "people_file.bomb",
    "This workbook becomes far too large when it is unpacked, so it was not read. Save only the "
    "sheet with your list.",
)


class UnreadableError(RefusedError):
    """A file that is no table of people, in a sentence."""
