"""A cohort's people: what is missing in words, sorting, filters, finding, and the spreadsheet."""

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from app.web.spreadsheet import csv_text
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast
from tests.client import Browser
from tests.issued import issue_certificate
from tests.site.manage.test_queue_and_cohorts import rows, text_of

SignIn = Callable[[str], Browser]
PEOPLE = "/manage/cohorts/spring-2026/people"


@pytest.fixture
def crowd(session: Session, cast: Cast) -> None:
    """Ben, who completed, and three who did nothing."""
    enroll_crowd(session, cast.spring, 4)
    session.commit()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)</th>', page)


def chips(page: str) -> list[str]:
    bar = page.split('class="card-bar"')[1].split("<form", maxsplit=1)[0]
    return [text_of(chip) for chip in re.findall(r"<a .*?</a>", bar)]


def spreadsheet(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_list_says_in_words_what_each_person_is_missing(sign_in: SignIn, crowd: None) -> None:
    assert rows(sign_in("cora").get(PEOPLE).text) == [
        "Chidi Abara High Desert 0 of 4 modules 0 of 3 sessions "
        "0 of 4 modules attested 0 of 3 sessions counted Credit not claimed – –",
        "Ben Begay, MD Sonoran 4 of 4 modules 4 sessions, 3 needed Credit not claimed – Ready",
        "Lena Begay Sonoran 0 of 4 modules 0 of 3 sessions "
        "0 of 4 modules attested 0 of 3 sessions counted Credit not claimed – –",
        "Mia Dominguez High Desert 0 of 4 modules 0 of 3 sessions "
        "0 of 4 modules attested 0 of 3 sessions counted Credit not claimed – –",
    ]


def test_list_shows_the_claim_and_links_the_certificates(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    page = sign_in("cora").get(PEOPLE).text
    (row,) = rows(page)
    assert row.endswith(f"– 5.75 {number} Ready")
    assert f'href="/manage/certificates/{number}"' in page


def test_who_withdrew_is_not_listed(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    cast.withdraw("ben")
    session.commit()
    assert "Ben Begay" not in sign_in("cora").get(PEOPLE).text


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
    page = sign_in("cora").get(PEOPLE, params={"sort": sort}).text
    assert [name.split()[0] for name in names(page)] == expected


def test_sorted_column_says_so_and_turns_around(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").get(f"{PEOPLE}?sort=institution&show=missing").text
    assert page.count("aria-sort=") == 1
    assert f'aria-sort="ascending"><a href="{PEOPLE}?show=missing&amp;sort=-institution">' in page


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("all", ["Chidi Abara", "Ben Begay, MD", "Lena Begay", "Mia Dominguez"]),
        ("ready", ["Ben Begay, MD"]),
        ("issued", []),
        ("nonsense", ["Chidi Abara", "Ben Begay, MD", "Lena Begay", "Mia Dominguez"]),
    ],
)
def test_list_can_be_filtered(sign_in: SignIn, crowd: None, show: str, expected: list[str]) -> None:
    assert names(sign_in("cora").get(f"{PEOPLE}?show={show}").text) == expected


def test_filter_for_what_is_missing_leaves_out_who_misses_nothing(
    sign_in: SignIn, crowd: None
) -> None:
    sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    page = sign_in("cora").get(f"{PEOPLE}?show=missing").text
    assert names(page) == ["Chidi Abara", "Lena Begay", "Mia Dominguez"]
    assert chips(page) == [
        "Everybody 4",
        "Ready 1",
        "Missing something 3",
        "Only the claim is missing 0",
        "Certificate issued 0",
    ]


def test_filter_for_the_claim_shows_who_needs_nothing_else(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").get(f"{PEOPLE}?show=unclaimed").text
    assert names(page) == ["Ben Begay, MD"]


@pytest.mark.parametrize("query", ["begay", "BEN", "ben begay", " bégay  be "])
def test_people_are_found_by_any_part_of_their_name(
    sign_in: SignIn, crowd: None, query: str
) -> None:
    page = sign_in("cora").get(PEOPLE, params={"q": query}).text
    assert "Ben Begay, MD" in names(page)
    assert "Chidi Abara" not in names(page)


def test_search_for_nobody_says_so_and_shows_the_way_back(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").get(PEOPLE, params={"q": "<b>Zed"}).text
    assert "Nobody by the name “&lt;b&gt;Zed” is on this list." in page
    assert f'href="{PEOPLE}">Show everybody' in page


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
    assert (lena["Given name"], lena["What is missing"]) == (
        "Lena",
        "0 of 4 modules attested; 0 of 3 sessions counted; Credit not claimed",
    )
    assert list(ben.values()) == [
        *("Begay", "Ben", "MD", "Sonoran"),
        *("4", "4", "4", "3"),
        *("", "5.75", ""),
    ]


def test_link_to_the_spreadsheet_keeps_the_view(sign_in: SignIn, crowd: None) -> None:
    cora = sign_in("cora")
    assert f'href="{PEOPLE}?format=csv"' in cora.get(PEOPLE).text
    page = cora.get(f"{PEOPLE}?show=missing&q=begay").text
    assert f'href="{PEOPLE}?show=missing&amp;q=begay&amp;format=csv"' in page


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
