import pytest
from sqlalchemy.orm import Session

from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.issued import made_report

OUTCOMES = "/manage/outcomes"


def test_programs_are_listed_with_their_reports(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    report = made_report(session, "mentor-development", by=cast.id("cora"))
    session.commit()
    page = sign_in("cora").page(OUTCOMES)
    assert page.link("Make a report to leaders") == f"{OUTCOMES}/report/mentor-development"
    assert page.link("Report 1") == f"{OUTCOMES}/reports/{report.id}"
    assert "Apr 1 – Nov 18, 2026" in page.text


def test_desk_and_report_of_a_cohort_lead_there(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    assert cora.page("/manage").link("Outcomes") == OUTCOMES
    report = cora.page("/manage/cohorts/spring-2026/report")
    assert report.link("Reports to leaders, of all cohorts") == OUTCOMES


def test_who_coordinates_one_cohort_has_no_program(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, role = cast.id("cora"), Role.COORDINATOR
    grant_role(session, cast.id("fay"), role, Scope.COHORT, cast.fall.id, by=cora, now=NOW)
    session.commit()
    fay = sign_in("fay")
    assert "No program as a whole" in fay.page(OUTCOMES).text
    for path in ("report/mentor-development", "program/mentor-development"):
        assert fay.get(f"{OUTCOMES}/{path}").status_code == 404


@pytest.mark.parametrize("who", ["ada", "ben", "lee", "abe"])
def test_nobody_else_comes_there(sign_in: SignIn, who: str) -> None:
    assert sign_in(who).get(OUTCOMES).status_code == 403


def test_more_reports_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora, counts = sign_in("cora"), []
    for number in (1, 2, 3):
        made_report(session, "mentor-development", by=cast.id("cora"), number=number)
        session.commit()
        with statements() as count:
            cora.page(OUTCOMES)
        counts.append(count.total)
    assert len(set(counts)) == 1


def test_page_for_committees_says_what_whoever_completes_did(sign_in: SignIn) -> None:
    page = sign_in("cora").page(f"{OUTCOMES}/program/mentor-development")
    assert "What whoever completes it did" in page.text
    assert "Took part in" in page.text
    assert "{credit_phrase}" not in page.text
    assert "Completed the Mentor Development Program, a course of" in page.text


def test_page_for_committees_names_nobody(sign_in: SignIn) -> None:
    text = sign_in("cora").page(f"{OUTCOMES}/program/mentor-development").text
    for name in ("Alvarez", "Begay", "Nakai", "Fuentes"):
        assert name not in text
