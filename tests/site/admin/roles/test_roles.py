"""Who has which role, as those see it who give roles."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.grants.queries import grants_of
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements

LIST = "/admin/roles"


def names(browser: Browser, address: str = LIST) -> list[str]:
    """Whose roles a page lists, by family name, with the roles."""
    records = browser.page(address).table("Roles").records
    return [f"{record['Person'].partition(',')[0]}: {record['Role']}" for record in records]


def path(session: Session, cast: Cast, persona: str) -> str:
    (row,) = grants_of(session, cast.id(persona))
    return f"{LIST}/{row.role_grant.id}"


def take_back(browser: Browser, address: str, reason: str = "Moved.") -> int:
    form = browser.page(address).form("Take this role back")
    return browser.post(form.action, data=form.data(reason=reason)).status_code


def test_administrator_sees_every_role(sign_in: SignIn) -> None:
    page = sign_in("abe").page(LIST)
    record = page.table("Roles").records[1]
    assert record["Person"] == "Castellano, Cora High Desert"
    assert (record["Role"], record["Over"], record["Given by"], record["State"]) == (
        "Coordinator",
        "Mentor Development Program",
        "Abe Abara",
        "In force",
    )
    assert len(page.table("Roles").body) == 5


def test_coordinator_sees_roles_over_what_she_coordinates(sign_in: SignIn) -> None:
    cora = sign_in("cora")
    assert cora.page("/manage").link("Roles") == LIST
    assert names(cora) == [
        "Castellano: Coordinator",
        "Fuentes: Facilitator",
        "Lindqvist: Institution lead",
    ]


def test_roles_of_another_program_are_not_there_for_her(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    coaching = cast.cohort("coach-2026").program_id
    over = Role.COORDINATOR, Scope.PROGRAM, coaching
    grant = grant_role(session, cast.id("ben"), *over, by=None, now=NOW)
    session.commit()
    cora = sign_in("cora")
    assert not any("Ben" in name for name in names(cora))
    assert cora.get(f"{LIST}/{grant.id}").status_code == 404
    answer = cora.post(f"{LIST}/{grant.id}/revocation", data={"reason": "x"})
    assert answer.status_code == 404
    assert "begay: coordinator" in map(str.casefold, names(sign_in("abe")))


def test_list_is_filtered_searched_and_downloaded(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    abe = sign_in("abe")
    assert names(abe, f"{LIST}?show=lead") == ["Lindqvist: Institution lead"]
    assert names(abe, f"{LIST}?q=castellano") == ["Castellano: Coordinator"]
    ended = NOW - timedelta(days=1)
    over = Role.COORDINATOR, Scope.PROGRAM, cast.fall.program_id
    long_ago = NOW - timedelta(days=30)
    grant_role(session, cast.id("nan"), *over, by=None, now=long_ago, until=ended)
    session.commit()
    assert names(abe, f"{LIST}?show=ended") == ["Nakai: Coordinator"]
    assert "Nakai: Coordinator" not in names(abe)
    lines = abe.get(f"{LIST}?format=csv&show=ended").text.splitlines()
    assert lines[1].startswith("Nakai,Nan,Sonoran School of Medicine,Coordinator,")


def test_role_is_taken_back_with_a_reason_and_counts_from_the_next_click(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    fay, cora = sign_in("fay"), sign_in("cora")
    address = path(session, cast, "fay")
    assert fay.get("/teach/fall-2026").status_code == 200
    assert take_back(cora, address, " ") == 422
    assert fay.get("/teach/fall-2026").status_code == 200
    assert take_back(cora, address) == 303
    assert fay.get("/teach/fall-2026").status_code == 404
    page = cora.page(address)
    assert page.facts["Reason"] == "Moved."
    assert page.facts["Taken back"].endswith("by Cora Castellano, MPH")
    assert "Take it back" not in page.headings
    again = cora.post(f"{address}/revocation", data={"reason": "Again."})
    assert again.status_code == 409
    assert "This role has already ended." in again.page.text


def test_own_role_and_one_that_is_not_ones_to_give_stay(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    own = path(session, cast, "cora")
    assert str(NOT_FOR_ONESELF) in cora.page(own).section("Take it back").text
    assert cora.post(f"{own}/revocation", data={"reason": "x"}).status_code == 409
    abe = sign_in("abe")
    facilitates = path(session, cast, "fay")
    said = "This role is not yours to give or to take back here."
    assert said in abe.page(facilitates).section("Take it back").text
    assert abe.post(f"{facilitates}/revocation", data={"reason": "x"}).status_code == 409


def test_last_administrator_cannot_go(sign_in: SignIn, session: Session, cast: Cast) -> None:
    over = Role.ADMINISTRATOR, Scope.INSTALLATION, None
    until = NOW + timedelta(days=1)
    grant_role(session, cast.id("ben"), *over, by=None, now=NOW, until=until)
    session.commit()
    address = path(session, cast, "abe")
    ben = sign_in("ben")
    form = ben.page(address).form("Take this role back")
    answer = ben.post(form.action, data=form.data(reason="Left."))
    assert answer.status_code == 409
    assert "This is the last administrator whose role has no end date." in answer.page.text
    assert sign_in("abe").get("/admin").status_code == 200


@pytest.mark.parametrize("persona", ["ada", "fay", "lee"])
def test_who_gives_no_role_sees_none(
    sign_in: SignIn, session: Session, cast: Cast, persona: str
) -> None:
    browser = sign_in(persona)
    assert browser.get(LIST).status_code == 403
    assert browser.get(f"{LIST}/new").status_code == 403
    assert browser.get(path(session, cast, "fay")).status_code == 404


def test_more_roles_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    abe = sign_in("abe")
    with statements() as few:
        abe.page(LIST)
    before = few.total
    for n in range(60):
        over = Role.COORDINATOR, Scope.PROGRAM, cast.fall.program_id
        at = NOW - timedelta(days=100 + n)
        grant_role(session, cast.id("nan"), *over, by=None, now=at, until=at + timedelta(hours=1))
    session.commit()
    with statements() as many:
        abe.page(f"{LIST}?show=ended")
    assert many.total == before <= 7, "the sixth names providers, which a role may be over"
