"""An administrator helps somebody who lost a phone or a computer."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.core.models import AuditLine
from tests.cast import Cast
from tests.client import Browser
from tests.phones import SECOND_STEP, Phone, give_phone, prove
from tests.site.house import House, is_in

CORA = "cora@example.org"


@pytest.fixture
def phone(house: House, cast: Cast) -> Phone:
    """Cora's."""
    return give_phone(house.session, cast.id("cora"), house.now)


@pytest.fixture
def abe(house: House) -> Browser:
    return house.proven("abe@example.org")


def path(cast: Cast, who: str = "cora") -> str:
    return f"/manage/people/{cast.id(who)}/security"


def line_of(house: House, act: str) -> AuditLine:
    house.session.expire_all()
    return house.session.scalars(select(AuditLine).where(col(AuditLine.act) == act)).one()


def test_page_of_a_person_leads_administrators_to_it_and_nobody_else(
    house: House, cast: Cast, abe: Browser, phone: Phone
) -> None:
    page = abe.page(f"/manage/people/{cast.id('ada')}")
    assert page.link("Second step and sessions") == path(cast, "ada")
    cora = house.signed_in(CORA)
    prove(cora, phone.code(house.now))
    own = cora.page(f"/manage/people/{cast.id('ada')}")
    assert path(cast, "ada") not in own.addresses
    assert cora.get(path(cast, "ada")).status_code == 403


def test_reset_takes_phone_and_sessions_and_leads_to_setting_up(
    house: House, cast: Cast, abe: Browser, phone: Phone
) -> None:
    cora = house.signed_in(CORA)
    prove(cora, phone.code(house.now))
    form = abe.page(path(cast)).form("Reset the second step")
    answer = abe.post(form.action, data={"reason": "Her phone fell into the lake."})
    assert answer.headers["location"] == f"{path(cast)}?done=reset"
    assert "The second step is reset" in abe.page(answer.headers["location"]).text
    assert not is_in(cora)
    line = line_of(house, "second-step.reset")
    assert (line.actor_id, line.reason) == (cast.id("abe"), "Her phone fell into the lake.")
    letter = house.read(house.mails()[-1])
    assert letter.recipient == CORA
    assert letter.subject == "The second step of your sign-in was reset"
    assert "lake" not in letter.text
    again = house.signed_in(CORA)
    assert again.get("/manage").headers["location"] == "/my/security/setup?next=%2Fmanage"


def test_sessions_are_ended_with_a_reason(house: House, cast: Cast, abe: Browser) -> None:
    ada = house.signed_in()
    page = abe.page(path(cast, "ada"))
    assert "An unknown browser" in page.section("Where they are signed in").text
    form = page.form("Sign them out everywhere")
    answer = abe.post(form.action, data={"reason": "A stolen laptop."})
    assert answer.headers["location"] == f"{path(cast, 'ada')}?done=sessions"
    assert not is_in(ada)
    line = line_of(house, "web-session.ended")
    assert (line.actor_id, line.reason, line.facts) == (
        cast.id("abe"),
        "A stolen laptop.",
        {"count": 1},
    )


@pytest.mark.parametrize("act", ["sessions", "reset"])
def test_reason_is_needed_and_the_form_that_lacks_it_says_so(
    house: House, cast: Cast, abe: Browser, phone: Phone, act: str
) -> None:
    house.signed_in(CORA)
    answer = abe.post(f"{path(cast)}/{act}", data={"reason": ""})
    assert answer.status_code == 422
    assert [*answer.page.field_errors] == [f"{act}-reason"]
    assert answer.page.errors


@pytest.mark.parametrize(
    ("act", "why"),
    [("sessions", "They are signed in nowhere."), ("reset", "They have not set up a second step.")],
)
def test_what_is_not_there_is_said_and_refused(
    cast: Cast, abe: Browser, act: str, why: str
) -> None:
    assert why in abe.page(path(cast, "ben")).text
    answer = abe.post(f"{path(cast, 'ben')}/{act}", data={"reason": "Lost."})
    assert answer.status_code == 422
    assert why in answer.page.text


@pytest.mark.parametrize("act", ["sessions", "reset"])
def test_administrators_do_nothing_of_it_for_themselves(cast: Cast, abe: Browser, act: str) -> None:
    assert abe.page(path(cast, "abe")).forms[-1].action != f"{path(cast, 'abe')}/{act}"
    answer = abe.post(f"{path(cast, 'abe')}/{act}", data={"reason": "Mine."})
    assert answer.status_code == 422
    assert "You cannot do this for yourself." in answer.page.text
    assert is_in(abe)


@pytest.mark.parametrize("act", ["sessions", "reset"])
def test_each_asks_for_the_administrators_own_code_again(
    house: House, cast: Cast, abe: Browser, act: str
) -> None:
    house.now += timedelta(minutes=15)
    answer = abe.post(f"{path(cast)}/{act}", data={"reason": "Lost."})
    assert answer.headers["location"] == f"{SECOND_STEP}?next=%2Fparked"
