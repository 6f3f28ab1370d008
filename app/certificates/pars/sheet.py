"""A file for PARS: the template's headers, and cells of text besides the number of credits."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from app.certificates.pars.rules import ACTION, CREDITS, WrittenRow, headers

SHEET = "Learners"  # not shown: the words of PARS
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook_of(rows: Sequence[WrittenRow]) -> bytes:
    """The rows as XLSX; the same rows make the same bytes."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": _NO_MOMENT})
        as_text, as_number = book.add_format({"num_format": "@"}), book.add_format()
        as_number.set_num_format("0.00")
        sheet = book.add_worksheet(SHEET)
        for column, header in enumerate(headers()):
            sheet.write_string(0, column, header)
        for line, row in enumerate(rows, 1):
            for column, header in enumerate(headers()):
                cell = row.action.value if header == ACTION else row.cells[header]
                if header == CREDITS:
                    sheet.write_number(line, column, Decimal(cell), as_number)
                elif cell:
                    sheet.write_string(line, column, cell, as_text)
    return content.getvalue()
