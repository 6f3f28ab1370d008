"""A file of records is read whatever program saved it, or refused in a sentence."""

import csv
import io
from collections.abc import Callable

import pytest
import xlsxwriter
from sqlalchemy.orm import Session

from app.cohorts.intake import refusals
from app.core.errors import RefusedError
from app.outcomes.redcap.cells import NO_DAY
from app.outcomes.redcap.package import DICTIONARY
from app.outcomes.redcap.tables import BROKEN, EMPTY, NOT_UTF8, sheet
from app.outcomes.sharing.sent import MAX_ROWS, TOO_MANY_ROWS, sheet_sent
from app.outcomes.sharing.taking.weighing import Outcome
from app.surveys.enums import IdentityMode
from tests.cast import Cast
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.taking.scene import Emptied, emptied, outcomes

WORD = "Café, größer – “so”"


@pytest.fixture
def own(session: Session, cast: Cast) -> Emptied:
    return emptied(session, cast, IdentityMode.CONFIDENTIAL)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def written(found: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    """As a spreadsheet program saves it: quotes only where they are needed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(found)
    return text.getvalue()


def workbook(found: list[list[str]]) -> bytes:
    """As it is once a spreadsheet program has opened it: digits are numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for at, row in enumerate(found):
            for place, cell in enumerate(row):
                if cell.isdigit():
                    page.write_number(at, place, int(cell))
                elif cell:
                    page.write_string(at, place, cell)
    return content.getvalue()


SAVED: dict[str, Callable[[list[list[str]]], bytes]] = {
    "BOM": lambda found: b"\xef\xbb\xbf" + written(found).encode(),
    "CRLF": lambda found: written(found).encode(),
    "CR": lambda found: written(found, end="\r").encode(),
    "semicolons": lambda found: written(found, ";").encode(),
    "tabs": lambda found: written(found, "\t").encode(),
    "Windows-1252": lambda found: written(found, ";").encode("cp1252"),
    "UTF-16": lambda found: b"\xff\xfe" + written(found, "\t").encode("utf-16-le"),
    "empty lines": lambda found: (written(found) + "\r\n" + "," * (len(found[0]) - 1)).encode(),
    "XLSX": workbook,
}


@pytest.mark.parametrize("way", SAVED)
def test_a_file_comes_in_whatever_program_saved_it(own: Emptied, way: str) -> None:
    found = rows(own.records)
    found[1][found[0].index("why")] = WORD
    content = SAVED[way](found)
    assert outcomes(own.weighed(content)) == {Outcome.TAKEN: 32}
    own.take_in(content)
    assert own.package() == own.sent
    assert [row.answers["why"] for row in own.stored() if "why" in row.answers] == [WORD]


def test_the_package_that_went_out_comes_in_as_it_is(own: Emptied) -> None:
    assert own.sent.startswith(b"PK")
    assert sheet_sent(own.sent) == sheet(own.records)


def test_what_a_spreadsheet_made_of_a_day_is_told_and_not_guessed(own: Emptied) -> None:
    found = rows(own.records)
    at = found[0].index("since")
    row = next(row for row in found[1:] if row[at][:2] == "20")
    row[at] = "46024"
    checked = own.receive(workbook(found)).checked
    assert [(misfit.column, misfit.why) for misfit in checked.misfits] == [
        ("since", NO_DAY(cell="46024"))
    ]
    assert checked.plan is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", EMPTY),
        (b'record_id,redcap_event_name\n"a', BROKEN),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    own: Emptied, content: bytes, why: object
) -> None:
    assert [misfit.why for misfit in own.receive(content).checked.misfits] == [why]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\x00\x01\x02", NOT_UTF8),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, refusals.OLD_EXCEL),
        (b"PK\x03\x04 and no zip", refusals.BAD_WORKBOOK),
        (b"a\n" + b"b\n" * (MAX_ROWS + 1), TOO_MANY_ROWS(most=MAX_ROWS)),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    own: Emptied, content: bytes, why: object
) -> None:
    with pytest.raises(RefusedError) as refused:
        own.receive(content)
    assert refused.value.reason == why


def test_the_dictionary_is_no_file_of_records(own: Emptied) -> None:
    checked = own.receive(samples.files_of(own.sent)[DICTIONARY]).checked
    assert checked.misfits
    assert checked.plan is None
