"""The list of people: found by any name part or address, narrowed, sorted, page by page, as CSV."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.actions import enroll
from app.people.enums import Profession, Scope
from app.people.models import EmailAddress, Institution
from app.policy.table import Role
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, make_person
from tests.client import SignIn, Statements
from tests.page import Page

PEOPLE = "/manage/people"
MINE = ["Alvarez, Ada", "Begay, Ben", "Castellano, Cora", "Fuentes, Fay"]
EVERYBODY = [
    "Abara, Abe",
    "Alvarez, Ada",
    "Begay, Ben",
    "Castellano, Cora",
    "Fuentes, Fay",
    "Lindqvist, Lee",
    "Nakai, Nan",
    "Ortiz, Opal",
]


def names(page: Page) -> list[str]:
    return page.table("People").column("Name") if page.tables else []


def test_coordinator_sees_who_belongs_to_her_cohorts(sign_in: SignIn) -> None:
    assert names(sign_in("cora").page(PEOPLE)) == [*MINE, "Nakai, Nan"]


def test_administrator_sees_everybody_and_nobodys_cohorts(sign_in: SignIn) -> None:
    page = sign_in("abe").page(PEOPLE)
    assert names(page) == EVERYBODY
    assert "Fall 2026" not in page.text
    assert "Cohorts" not in page.table("People").headers, "a dash would say that they are in none"
    assert "Cohorts" not in sign_in("abe").get(f"{PEOPLE}?format=csv").text
    assert names(sign_in("abe").page(f"{PEOPLE}?cohort=fall-2026&status=enrolled")) == EVERYBODY


def test_who_coordinates_too_is_told_whose_cohorts_are_meant(sign_in: SignIn, cast: Cast) -> None:
    cast.grant("abe", Role.COORDINATOR, Scope.COHORT, cast.fall.id)
    cast.session.commit()
    page = sign_in("abe").page(PEOPLE)
    cohorts = {row["Name"]: row["Cohorts you coordinate"] for row in page.table("People").records}
    assert cohorts["Alvarez, Ada"].startswith("Fall 2026")
    assert cohorts["Begay, Ben"] == "–"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ALVÁREZ", ["Alvarez, Ada"]),
        ("ada alv", ["Alvarez, Ada"]),
        ("alvarez ada", ["Alvarez, Ada"]),
        ("ben@example", ["Begay, Ben"]),
        ("second@home", ["Nakai, Nan"]),
        ("%", []),
        ("lindqvist", []),
        ("abe@example.org", []),
    ],
)
def test_people_are_found_by_any_part_of_a_name_and_by_any_address(
    sign_in: SignIn, session: Session, cast: Cast, words: str, found: list[str]
) -> None:
    session.add(
        EmailAddress(person_id=cast.id("nan"), address="second@home.example", is_primary=False)
    )
    session.commit()
    page = sign_in("cora").get(PEOPLE, params={"q": words}).page
    assert names(page) == found


def test_a_changed_name_is_found(sign_in: SignIn, cast: Cast) -> None:
    own = {"given_name": "Ada", "family_name": "Østergård", "certificate_name": "A", "zone": "UTC"}
    assert sign_in("ada").post("/my/profile", data=own).status_code == 303
    assert names(sign_in("cora").get(PEOPLE, params={"q": "østergard"}).page) == ["Østergård, Ada"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cohort=spring-2026", ["Begay, Ben"]),
        ("status=withdrawn", ["Nakai, Nan"]),
        ("cohort=fall-2026&status=enrolled", ["Alvarez, Ada"]),
        ("role=facilitator", ["Fuentes, Fay"]),
        ("role=administrator", []),
        ("cohort=coach-2026", [*MINE, "Nakai, Nan"]),
        ("sort=-name&q=example", ["Nakai, Nan", *MINE[::-1]]),
        ("status=nonsense&sort=nonsense&role=learner", [*MINE, "Nakai, Nan"]),
    ],
)
def test_list_is_narrowed_and_sorted(
    sign_in: SignIn, session: Session, cast: Cast, asked: str, found: list[str]
) -> None:
    cast.withdraw("nan")
    session.commit()
    assert names(sign_in("cora").page(f"{PEOPLE}?{asked}")) == found


def test_list_is_narrowed_to_an_institution(sign_in: SignIn, session: Session, cast: Cast) -> None:
    here = cast.person("ben").institution_id
    page = sign_in("cora").page(f"{PEOPLE}?institution={here}&sort=-name")
    assert names(page) == ["Nakai, Nan", "Fuentes, Fay", "Begay, Ben"]
    assert f"institution={here}" in page.link("Download as CSV")


def test_of_other_programs_neither_people_nor_places_are_seen(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    coach = cast.cohort("coach-2026")
    place = session.get_one(Institution, cast.person("ada").institution_id)
    kim = make_person(session, "kim", "Kim", "Kee", "RN", Profession.NURSE, institution=place)
    enroll(session, coach, kim.id, by=None, now=NOW)
    enroll(session, coach, cast.id("ada"), by=None, now=NOW)
    cast.grant("ada", Role.FACILITATOR, Scope.COHORT, coach.id)
    session.commit()
    page = sign_in("cora").page(PEOPLE)
    assert names(page) == [*MINE, "Nakai, Nan"]
    assert "Coaching 2026" not in page.text
    assert page.table("People").records[0]["Roles"] == "–"
    assert names(sign_in("cora").page(f"{PEOPLE}?role=facilitator")) == ["Fuentes, Fay"]


def test_pages_and_spreadsheet_hold_the_same_people(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    enroll_crowd(session, cast.fall, 60)
    session.commit()
    cora = sign_in("cora")
    first, second = cora.page(PEOPLE), cora.page(f"{PEOPLE}?page=2")
    assert (len(names(first)), len(names(second))) == (50, 13)
    assert "Page 1 of 2" in first.text
    assert "63 of 63 people" in first.text
    text = cora.get(first.link("Download as CSV")).text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 63
    assert [f"{row['Family name']}, {row['Given name']}" for row in rows] == [
        *(*names(first), *names(second))
    ]
    assert rows[-1]["Cohorts"] == "Fall 2026"
    assert cora.page(f"{PEOPLE}?page=9999").text == second.text


def test_statements_are_the_same_for_few_and_many(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora = sign_in("cora")
    cora.page(PEOPLE)
    with statements() as few:
        cora.page(PEOPLE)
    before = few.total
    enroll_crowd(session, cast.fall, 1000)
    session.commit()
    with statements() as many:
        cora.page(PEOPLE)
    assert many.total == before <= 10


@pytest.mark.parametrize("persona", ["ada", "fay", "lee"])
def test_the_list_is_for_coordinators_and_administrators(sign_in: SignIn, persona: str) -> None:
    assert sign_in(persona).get(PEOPLE).status_code == 403
