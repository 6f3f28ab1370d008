"""What happened in a cohort: found by name and reason, narrowed, page by page, exported."""

import csv
import io
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.cohorts.actions import record_due_openings
from app.cohorts.enrollments.actions import take_back_withdrawal, withdraw
from app.people.enums import Scope
from app.people.grants.actions import end, grant_role
from app.policy.table import Role
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements

HISTORY = "/manage/cohorts/fall-2026/history"
LATER = NOW + timedelta(hours=1)


def _left(session: Session, cast: Cast) -> None:
    place, by = cast.enrollment("ada"), cast.id("cora")
    withdraw(session, place, reason="A sabbatical in Lund.", by=by, now=NOW)
    take_back_withdrawal(session, place, reason="She stays.", by=by, now=NOW + timedelta(hours=1))
    session.commit()


def test_acts_stand_newest_first_with_why_by_whom_and_what_next(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    _left(session, cast)
    page = sign_in("cora").page(HISTORY)
    back, left = page.tables[0].records[:2]
    assert back["What happened"].startswith("Withdrawal taken back")
    assert back["Why"] == "She stays."
    assert left["What happened"].startswith("Withdrawn")
    assert left["What happened"].endswith(
        "A seat that became free is offered to the next person in line."
    )
    assert left["By"] == cast.person("cora").display_name
    name = cast.person("ada").display_name
    assert page.link(name) == f"/manage/cohorts/fall-2026/people/{cast.id('ada')}"


def test_who_acted_has_a_link_where_their_page_can_be_opened(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    place = cast.enrollment("ada")
    withdraw(session, place, reason="She left.", by=cast.id("abe"), now=NOW)
    take_back_withdrawal(session, place, reason="She stays.", by=cast.id("cora"), now=LATER)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(HISTORY)
    name = cast.person("cora").display_name
    assert cora.get(page.link(name)).status_code == 200
    assert cast.person("abe").display_name in page.text
    assert f"/manage/people/{cast.id('abe')}" not in page.main.addresses
    assert cora.get(f"/manage/people/{cast.id('abe')}").status_code == 404


def test_names_and_words_of_a_reason_find_acts(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    _left(session, cast)
    cora = sign_in("cora")
    (found,) = cora.page(f"{HISTORY}?q=SABBATICAL").tables[0].records
    assert found["Why"] == "A sabbatical in Lund."
    about = cora.page(f"{HISTORY}?q={cast.person('ada').family_name}").tables[0].records
    ada = cast.person("ada").display_name
    assert about
    assert all(ada in row["What happened"] or row["By"] == ada for row in about)
    nothing = cora.page(f"{HISTORY}?q=zzz")
    assert "No act with “zzz” in a name or a reason is here." in nothing.text
    assert nothing.link("Show everything but coursework") == HISTORY


def test_coursework_is_shown_when_asked_for(sign_in: SignIn, cast: Cast) -> None:
    ben = sign_in("ben")
    path = HISTORY.replace("fall", "spring")
    ben.post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    cora = sign_in("cora")
    assert "Claimed credit" not in cora.page(path).text
    assert "Claimed credit" in cora.page(f"{path}?about=coursework").text
    own = cora.page(f"{path}?person={cast.id('ben')}")
    assert "Only what is about Ben Begay, MD" in own.text
    assert "Claimed credit" in own.text
    assert "Cohort made" not in own.text
    assert own.link("Show what is about everybody") == path


def test_acts_of_one_unit(sign_in: SignIn, session: Session, cast: Cast) -> None:
    record_due_openings(session, now=NOW)
    session.commit()
    cora = sign_in("cora")
    (opened,) = cora.page(f"{HISTORY}?unit=1").tables[0].records
    assert opened["What happened"].startswith("Opened for everybody, by its rule")
    assert opened["By"] == "A rule"
    sign_in("ada").post("/cohorts/fall-2026/units/2/readings/r2a", data={"done": "yes"})
    (ticked,) = cora.page(f"{HISTORY}?unit=2&about=coursework").tables[0].records
    assert ticked["What happened"].startswith("Ticked a reading")
    assert cora.page(f"{HISTORY}?unit=1&about=coursework").tables == []


def test_roles_over_the_cohort_and_over_no_other(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    given: dict[str, Any] = {"by": cast.id("abe"), "now": NOW}
    lee, role, scope = cast.id("lee"), Role.FACILITATOR, Scope.COHORT
    grant = grant_role(session, lee, role, scope, cast.fall.id, reason="A stand-in.", **given)
    grant_role(session, lee, role, scope, cast.spring.id, reason="Another.", **given)
    end(session, grant, reason="Fay is back.", **given)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(f"{HISTORY}?about=people")
    ended, began = page.tables[0].records[:2]
    assert ended["What happened"].startswith("The role Facilitator ended")
    assert began["What happened"].startswith("Given the role Facilitator")
    assert [ended["Why"], began["Why"]] == ["Fay is back.", "A stand-in."]
    name = cast.person("lee").display_name
    assert page.link(name) == f"/manage/people/{lee}"
    assert len(cora.page(f"{HISTORY}?person={lee}").tables[0].rows) == 2
    found = cora.page(f"{HISTORY}?q={cast.person('lee').family_name}").tables[0]
    assert len(found.rows) == 2
    assert "Another." not in page.text


def test_what_an_address_makes_up_narrows_nothing(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    usual = cora.page(HISTORY).tables[0].rows
    for made_up in ("?unit=99", "?about=nothing", f"?person={cast.id('abe')}", "?unit=x&page=0"):
        assert cora.page(f"{HISTORY}{made_up}").tables[0].rows == usual


def test_spreadsheet_has_every_act_that_was_asked_for(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    _left(session, cast)
    cora = sign_in("cora")
    answer = cora.get(f"{HISTORY}?q=sabbatical&format=csv")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert row["Why"] == "A sabbatical in Lund."
    assert row["Person"] == cast.person("ada").display_name
    assert row["When"] == "2026-11-18T10:00:00-07:00"


def test_pages_cost_the_same_however_many_people(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora = sign_in("cora")
    with statements() as few:
        cora.page(HISTORY)
    enroll_crowd(session, cast.fall, 80)
    session.commit()
    with statements() as many:
        cora.page(HISTORY)
    assert few.total == many.total <= 18


def test_however_many_words_are_asked_for_a_few_are_looked_for(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    _left(session, cast)
    cora = sign_in("cora")
    with statements() as one:
        cora.page(f"{HISTORY}?q=lund")
    with statements() as again:
        cora.page(f"{HISTORY}?q=lund+LUND+Lund")
    assert one.total == again.total
    with statements() as many:
        cora.page(HISTORY, params={"q": " ".join(str(number) for number in range(1_200))})
    assert many.total <= one.total + 7
    with statements() as exported:
        cora.get(HISTORY, params={"q": "x y " * 600, "format": "csv"})
    assert exported.total <= many.total


def test_acts_stand_by_their_moment_whenever_they_were_written(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    _left(session, cast)
    place, by = cast.enrollment("nan"), cast.id("cora")
    withdraw(session, place, reason="Written later.", by=by, now=NOW - timedelta(hours=1))
    session.commit()
    rows = sign_in("cora").page(HISTORY).tables[0].records
    assert [row["Why"] for row in rows[:3]] == [
        "She stays.",
        "A sabbatical in Lund.",
        "Written later.",
    ]
