"""Tables as files: what reads them sees no formula, and numbers that are numbers."""

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.cohorts.intake.workbooks import rows_of_workbook
from app.cohorts.joining import actions as joining
from app.language import _
from app.web.files import download
from app.web.spreadsheet import Cell, Format, Table, csv_text, workbook
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.cohorts.changes.changing import cancel
from tests.issued import issue_certificate

BAD = ("=1+1", "+1", "-1", "@x", "\tx", "\rx")
NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet(content: bytes, number: int = 1) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        text = file.read(f"xl/worksheets/sheet{number}.xml")
    return ElementTree.fromstring(text)


@pytest.mark.parametrize("cell", BAD)
def test_text_that_begins_like_a_formula_is_quoted_in_both(cell: str) -> None:
    assert next(csv.reader(io.StringIO(csv_text([cell], ()), newline=""))) == [f"'{cell}"]
    content = workbook([Table([cell], [[cell]])])
    assert sheet(content).findall(".//m:f", NAMESPACE) == []
    for row in rows_of_workbook(content, 10):
        assert row.cells[0].replace("_x000D_", "\r") == f"'{cell}"


def test_numbers_stay_numbers_and_texts_texts() -> None:
    content = workbook([Table(["n"], [[-5], [Decimal("5.25")], ["007"], [None]])])
    cells = sheet(content).findall(".//m:sheetData//m:c", NAMESPACE)
    kinds = [cell.get("t") for cell in cells]
    assert kinds == ["s", None, None, "s", "s"]
    assert [cells[n].findtext("m:v", "", NAMESPACE) for n in (1, 2)] == ["-5", "5.25"]


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(-(10**9), 10**9)), max_size=5))
def test_no_table_makes_a_formula(rows: list[tuple[str, int]]) -> None:
    cells: list[list[Cell]] = [list(row) for row in rows]
    content = workbook([Table(["text", "number"], cells)])
    assert sheet(content).findall(".//m:f", NAMESPACE) == []


def test_several_tables_are_sheets_by_their_titles() -> None:
    tables = [Table(["a"], [[1]], _("By rank: all/some")), Table(["b"], [[2]], "x" * 40)]
    with zipfile.ZipFile(io.BytesIO(workbook(tables))) as file:
        book = file.read("xl/workbook.xml").decode()
    assert re.findall('<sheet name="([^"]*)"', book) == ["By rank  all some", "x" * 31]
    below = bytes(
        download("x", [Table(["a"], [[1]], "A"), Table(["b"], [[2]], "B")], Format.CSV).body
    )
    assert below.decode("utf-8-sig") == "A\r\na\r\n1\r\n\r\nB\r\nb\r\n2\r\n"


@pytest.mark.parametrize(
    ("persona", "path", "sees"),
    [
        ("cora", "/manage/cohorts/fall-2026/people", "Alvarez"),
        ("cora", "/manage/cohorts/fall-2026/people/waitlist", None),
        ("cora", "/manage/cohorts/spring-2026/certificates", "Begay"),
        ("cora", "/manage/cohorts/spring-2026/certificates/register", None),
        ("cora", "/manage/people", "Alvarez"),
        ("lee", "/institution", "Alvarez"),
        ("lee", "/institution/people", "Alvarez"),
        ("abe", "/admin/institutions", "High Desert School of Medicine"),
        ("abe", "/admin/roles", "Coordinator"),
    ],
)
def test_every_list_is_a_workbook_too(
    sign_in: SignIn, persona: str, path: str, sees: str | None
) -> None:
    browser = sign_in(persona)
    answer = browser.get(f"{path}?format=xlsx")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    rows = list(rows_of_workbook(answer.content, 1000))
    if sees:
        page = browser.page(path)
        assert sees in str(rows)
        assert page.link("Download as XLSX")


def test_days_and_moments_are_written_as_iso_8601_has_them() -> None:
    moment = datetime(2026, 11, 18, 10, 0, 0, 5, tzinfo=ZoneInfo("America/Denver"))
    row: list[Cell] = [moment, moment.date()]
    iso = ["2026-11-18T10:00:00-07:00", "2026-11-18"]
    assert list(csv.reader(io.StringIO(csv_text(["a", "b"], [row]))))[1] == iso
    rows = list(rows_of_workbook(workbook([Table(["a", "b"], [row])]), 10))
    assert list(rows[1].cells) == iso


FALL, SPRING = "/manage/cohorts/fall-2026", "/manage/cohorts/spring-2026"
EXPORTS = {
    "abe": ("/admin/institutions", "/admin/roles"),
    "cora": (
        f"{FALL}/people",
        f"{FALL}/people/waitlist",
        f"{FALL}/applications",
        f"{FALL}/history",
        f"{FALL}/report",
        f"{SPRING}/certificates",
        f"{SPRING}/certificates/register",
        f"{SPRING}/people",
        "/manage/people",
        "/admin/roles",
    ),
    "lee": ("/institution/people", "/institution/report?cohort=fall-2026"),
}
MONTH = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)"
IN_WORDS = re.compile(rf"\b\d\d?:\d\d\s?[AP]M|{MONTH}\w* \d")


@pytest.mark.parametrize(
    ("persona", "address"), [(who, address) for who, all_ in EXPORTS.items() for address in all_]
)
def test_no_file_has_a_date_in_words(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, address: str
) -> None:
    by, until = cast.id("cora"), NOW + timedelta(days=7)
    joining.invite(session, cast.fall, cast.id("lee"), until=until, by=by, now=NOW)
    joining.let_wait(session, cast.fall, cast.id("ben"), by=by, now=NOW)
    cancel(cast, 3)
    issue_certificate(session, cast.enrollment("ben", "spring-2026"))
    session.commit()
    mark = "&" if "?" in address else "?"
    text = sign_in(persona).get(f"{address}{mark}format=csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if IN_WORDS.search(cell)] == []
    for cell in cells:
        if re.match(r"\d{4}-", cell):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?", cell)
