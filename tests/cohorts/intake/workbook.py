"""Workbooks written as a spreadsheet program writes them, good ones and bad ones."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>'
    '<sheet name="old" sheetId="1" state="hidden" r:id="rId1"/>'
    '<sheet name="people" sheetId="2" r:id="rId2"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>'
)


def sheet_xml(rows: Sequence[Sequence[str | int]], strings: list[str]) -> str:
    """Texts as shared strings, numbers as numbers; empty cells are left out, as Excel does."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for position, cell in enumerate(row):
            place = f"{chr(65 + position)}{number}"
            if isinstance(cell, int):
                cells.append(f'<c r="{place}"><v>{cell}.0</v></c>')
            elif cell:
                strings.append(cell)
                cells.append(f'<c r="{place}" t="s"><v>{len(strings) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def workbook(rows: Sequence[Sequence[str | int]], *, prolog: str = "") -> bytes:
    strings: list[str] = []
    sheet = sheet_xml(rows, strings)
    items = "".join(
        f"<si><r><t>{escape(text[:1])}</t></r><r><t>{escape(text[1:])}</t></r>"
        "<rPh><t>not this</t></rPh></si>"
        for text in strings
    )
    return packed(
        {
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{items}</sst>',
            "xl/worksheets/sheet2.xml": prolog + sheet,
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def bomb() -> bytes:
    """Twenty megabytes of one letter in a few kilobytes."""
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{" " * 20_000_000}</sheetData></worksheet>'
    return packed(
        {
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet2.xml": sheet,
        }
    )
