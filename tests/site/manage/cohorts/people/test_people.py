"""A cohort's people: what is missing in words, sorting, filters, finding, and the spreadsheet."""

import csv
import io
import re
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from app.web.spreadsheet import csv_text
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.issued import issue_certificate

PEOPLE = "/manage/cohorts/spring-2026/people"


@pytest.fixture
def crowd(session: Session, cast: Cast) -> None:
    """Ben, who completed, and three who did nothing."""
    enroll_crowd(session, cast.spring, 4)
    session.commit()


def spreadsheet(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_list_says_where_each_person_stands(sign_in: SignIn, crowd: None) -> None:
    """Nobody who can still complete is told to be missing anything; who has completed is."""
    lost = (
        "0 of 4 modules 0 of 3 sessions 0 of 4 modules attested. 0 of 3 sessions counted. "
        "At most 1 session can count, make-ups included. "
        "Since SINCE, completion can no longer be reached. – –"
    )
    rows = sign_in("cora").page(PEOPLE).rows
    assert [re.sub(r"Since [^,]*, \d{4}, [^,]* Time", "Since SINCE", row) for row in rows] == [
        f"Abara, Chidi High Desert {lost}",
        "Begay, Ben Sonoran 4 of 4 modules 4 sessions, 3 needed 4 of 4 modules attested. "
        "4 sessions counted, 3 needed. Credit not claimed – Ready",
        f"Begay, Lena Sonoran {lost}",
        f"Dominguez, Mia High Desert {lost}",
    ]


def test_what_is_missing_is_said_once_the_cohort_is_closed(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    cast.spring.closes_at = NOW
    session.commit()
    row = sign_in("cora").page(PEOPLE).row("Abara, Chidi").text
    assert "The cohort has closed, so at most 0 sessions can count." in row
    assert "0 of 4 modules attested 0 of 3 sessions counted Credit not claimed" in row


def test_list_shows_the_claim_and_links_the_certificates(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    page = sign_in("cora").page(PEOPLE)
    (row,) = page.rows
    assert row.endswith(f"4 sessions counted, 3 needed. 5.75 {number} Ready")
    assert page.link(number) == f"/manage/certificates/{number}"


def test_who_withdrew_is_not_listed(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    cast.withdraw("ben")
    session.commit()
    assert "Ben Begay" not in sign_in("cora").page(PEOPLE).text


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Chidi", "Ben", "Lena", "Mia"]),
        ("-name", ["Mia", "Lena", "Ben", "Chidi"]),
        ("institution", ["Chidi", "Mia", "Ben", "Lena"]),
        ("-progress", ["Ben", "Chidi", "Lena", "Mia"]),
        ("shoe size", ["Chidi", "Ben", "Lena", "Mia"]),
    ],
)
def test_list_can_be_sorted(sign_in: SignIn, crowd: None, sort: str, expected: list[str]) -> None:
    page = sign_in("cora").page(PEOPLE, params={"sort": sort})
    assert [name.partition(", ")[2] for name in page.row_headers] == expected


def test_sorted_column_says_so_and_turns_around(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page(f"{PEOPLE}?sort=institution&show=missing")
    sorted_by = page.one("th[aria-sort]")
    assert sorted_by.attribute("aria-sort") == "ascending"
    assert sorted_by.link("Institution") == f"{PEOPLE}?show=missing&sort=-institution"


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("all", ["Abara, Chidi", "Begay, Ben", "Begay, Lena", "Dominguez, Mia"]),
        ("ready", ["Begay, Ben"]),
        ("issued", []),
        ("nonsense", ["Abara, Chidi", "Begay, Ben", "Begay, Lena", "Dominguez, Mia"]),
    ],
)
def test_list_can_be_filtered(sign_in: SignIn, crowd: None, show: str, expected: list[str]) -> None:
    assert sign_in("cora").page(f"{PEOPLE}?show={show}").row_headers == expected


def test_filter_for_what_is_missing_leaves_out_who_misses_nothing(
    sign_in: SignIn, crowd: None
) -> None:
    sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    page = sign_in("cora").page(f"{PEOPLE}?show=missing")
    assert page.row_headers == ["Abara, Chidi", "Begay, Lena", "Dominguez, Mia"]
    assert page.chips == [
        "Everybody 4",
        "Ready 1",
        "Not ready yet 3",
        "Only the claim is missing 0",
        "Certificate issued 0",
        "At risk 0",
        "Two sessions missed 3",
    ]


def test_physicians_whom_nobody_has_verified_are_a_filter_while_there_are_some(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    cora = sign_in("cora")
    assert not any("Profession to verify" in chip for chip in cora.page(PEOPLE).chips)
    cast.person("ben").profession_verified_at = None
    session.commit()
    page = cora.page(f"{PEOPLE}?show=unverified")
    assert "Profession to verify 1" in page.chips
    assert page.row_headers == ["Begay, Ben"]


def test_filter_for_the_claim_shows_who_needs_nothing_else(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page(f"{PEOPLE}?show=unclaimed")
    assert page.row_headers == ["Begay, Ben"]


@pytest.mark.parametrize("query", ["begay", "BEN", "ben begay", " bégay  be "])
def test_people_are_found_by_any_part_of_their_name(
    sign_in: SignIn, crowd: None, query: str
) -> None:
    page = sign_in("cora").page(PEOPLE, params={"q": query})
    assert "Begay, Ben" in page.row_headers
    assert "Abara, Chidi" not in page.row_headers


def test_search_for_nobody_says_so_and_shows_the_way_back(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page(PEOPLE, params={"q": "<b>Zed"})
    assert "Nobody by the name “<b>Zed” is on this list." in page.text
    assert page.link("Show everybody") == PEOPLE


def test_search_keeps_filter_and_order_and_filters_keep_the_search(
    sign_in: SignIn, crowd: None
) -> None:
    asked = {"show": "missing", "sort": "-progress", "q": " begay "}
    page = sign_in("cora").get(PEOPLE, params=asked).text
    assert '<input type="hidden" name="show" value="missing">' in page
    assert '<input type="hidden" name="sort" value="-progress">' in page
    assert f'href="{PEOPLE}?sort=-progress&amp;q=begay"' in page


# --------------------------------------------------------------------------- spreadsheet


def test_spreadsheet_has_the_same_people_as_the_page(sign_in: SignIn, crowd: None) -> None:
    sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    answer = sign_in("cora").get(f"{PEOPLE}?format=csv&q=begay&sort=-name")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="spring-2026-people.csv"' in answer.headers["content-disposition"]
    lena, ben = spreadsheet(answer.text)
    assert (lena["Given name"], lena["What is missing"]) == ("Lena", "")
    assert "At most 1 session can count, make-ups included." in lena["Where they stand"]
    assert list(ben.values()) == [
        *("Begay", "Ben", "MD", "Sonoran"),
        *("4", "4", "4", "3"),
        *("4 of 4 modules attested. 4 sessions counted, 3 needed.", "", "5.75", ""),
    ]


def test_link_to_the_spreadsheet_keeps_the_view(sign_in: SignIn, crowd: None) -> None:
    cora = sign_in("cora")
    assert cora.page(PEOPLE).link("Download as CSV") == f"{PEOPLE}?format=csv"
    page = cora.page(f"{PEOPLE}?show=missing&q=begay")
    assert page.link("Download as CSV") == f"{PEOPLE}?show=missing&q=begay&format=csv"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_name_that_looks_like_a_formula_is_quoted(
    sign_in: SignIn, session: Session, cast: Cast, start: str
) -> None:
    cast.person("ben").family_name = f'{start}cmd|" /C calc"!A0'
    session.commit()
    answer = sign_in("cora").get(f"{PEOPLE}?format=csv")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    assert row["Family name"] == f'\'{start}cmd|" /C calc"!A0'


def test_numbers_stay_numbers_and_quotes_stay_quotes() -> None:
    cells = (-5, Decimal("-5.25"), None, 'a "b", c', "Keʻala")
    assert csv_text(("n", "=x"), [cells]) == 'n,\'=x\r\n-5,-5.25,,"a ""b"", c",Keʻala\r\n'
