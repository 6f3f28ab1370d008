"""Setting up the second step: begin, scan or type, confirm, keep the recovery codes."""

from datetime import timedelta

import pyotp
from sqlalchemy import select

from app.people.second_factor.models import SecondFactor
from app.people.second_factor.queries import SetUp
from app.people.second_factor.rules import SET_UP_WITHIN
from app.site.my.security.setup.page import phone_address, set_up_page
from app.web.forms import FormState
from tests.cast import Cast
from tests.client import Browser
from tests.page import Page
from tests.phones import SECOND_STEP, Phone, give_phone, prove
from tests.site.house import House

CORA = "cora@example.org"
SETUP = "/my/security/setup"


def begun(browser: Browser, onward: str = "%2Fmanage") -> Page:
    form = browser.page(f"{SETUP}?next={onward}").form("Start setting it up")
    answer = browser.post(form.action, data=form.fields)
    assert answer.status_code == 303
    return browser.page(answer.headers["location"])


def phone_of(page: Page) -> Phone:
    """What somebody types who cannot scan."""
    return Phone(page.one("#secret").text.replace(" ", ""))


def test_coordinator_sets_it_up_by_typing_and_goes_on(house: House) -> None:
    browser = house.signed_in(CORA)
    before = browser.cookies["waypost"]
    page = begun(browser)
    phone = phone_of(page)
    assert len(phone.secret) == 32
    form = page.form("Turn the second step on")
    answer = browser.post(form.action, data={**form.fields, "code": phone.code(house.now)})
    assert answer.status_code == 200
    codes = answer.page.one("#codes").text.split()
    assert len(codes) == 10
    assert answer.page.link("I have kept them: go on") == "/manage"
    assert browser.cookies["waypost"] != before
    assert browser.get("/manage").status_code == 200
    fresh = house.signed_in(CORA)
    assert prove(fresh, codes[0]).status_code == 303
    kinds = [mail.facts.get("what") for mail in house.mails() if mail.kind == "second_step"]
    assert kinds == ["on", "recovery"]


def test_picture_holds_what_apps_expect(house: House) -> None:
    browser = house.signed_in(CORA)
    page = begun(browser)
    answer = browser.get(f"{SETUP}/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-store"
    assert "<svg" in answer.text
    assert "style=" not in answer.text
    found = SetUp(phone_of(page).secret, CORA)
    address = phone_address(found, "https://training.example.edu")
    read = pyotp.parse_uri(address)
    assert isinstance(read, pyotp.TOTP)
    assert (read.name, read.issuer) == (CORA, "Waypost training.example.edu")
    assert read.at(house.now) == phone_of(page).code(house.now)


def test_picture_of_nothing_leads_to_the_page(house: House) -> None:
    answer = house.signed_in(CORA).get(f"{SETUP}/qr.svg")
    assert (answer.status_code, answer.headers["location"]) == (303, SETUP)


def test_wrong_code_comes_back_with_the_same_secret(house: House) -> None:
    browser = house.signed_in(CORA)
    page = begun(browser)
    form = page.form("Turn the second step on")
    for typed, said in (("000000", "does not work"), ("", "six digits")):
        answer = browser.post(form.action, data={**form.fields, "code": typed})
        assert answer.status_code == 422
        assert said in answer.page.field_errors["code"]
        assert phone_of(answer.page) == phone_of(page)
        assert answer.page.form("Turn the second step on").fields["next"] == "/manage"
    assert browser.get("/manage").status_code == 303


def test_guesses_are_bounded_here_too(house: House) -> None:
    browser = house.signed_in(CORA)
    form = begun(browser).form("Turn the second step on")
    answers = [
        browser.post(form.action, data={**form.fields, "code": f"{n:06}"}).status_code
        for n in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_who_takes_too_long_begins_again(house: House) -> None:
    browser = house.signed_in(CORA)
    page = begun(browser)
    house.now += SET_UP_WITHIN
    form = page.form("Turn the second step on")
    code = phone_of(page).code(house.now)
    answer = browser.post(form.action, data={**form.fields, "code": code})
    assert answer.status_code == 422
    assert "Start again" in answer.page.text
    assert answer.page.form("Start setting it up").fields["next"] == "/manage"


def test_whoever_has_only_the_mailbox_cannot_replace_the_phone(house: House, cast: Cast) -> None:
    phone = give_phone(house.session, cast.id("cora"), house.now)
    thief = house.signed_in(CORA)
    for address in (SETUP, f"{SETUP}/code"):
        answer = thief.post(address, data={"code": "123456", "next": "/manage"})
        assert answer.headers["location"].startswith(f"{SECOND_STEP}?next=")
    assert thief.get(f"{SETUP}/qr.svg").status_code == 303
    house.session.expire_all()
    assert house.session.scalars(select(SecondFactor)).one().pending is None
    assert prove(house.signed_in(CORA), phone.code(house.now)).status_code == 303


def test_another_phone_asks_for_the_one_of_now_first(house: House, cast: Cast) -> None:
    phone = give_phone(house.session, cast.id("cora"), house.now)
    browser = house.signed_in(CORA)
    prove(browser, phone.code(house.now))
    house.now += timedelta(minutes=16)
    page = browser.page(SETUP)
    assert page.heading == "Set up another phone"
    answer = browser.post(SETUP, data=page.form("Start setting it up").fields)
    assert answer.headers["location"].startswith(SECOND_STEP)
    prove(browser, phone.code(house.now))
    new = phone_of(begun(browser))
    assert new.secret != phone.secret
    form = browser.page(SETUP).form("Turn the second step on")
    answer = browser.post(form.action, data={**form.fields, "code": new.code(house.now)})
    assert answer.status_code == 200
    house.now += timedelta(minutes=1)
    assert prove(house.signed_in(CORA), phone.code(house.now)).status_code == 422
    assert prove(house.signed_in(CORA), new.code(house.now)).status_code == 303


def test_adding_one_in_the_demo_works_and_others_go_on_by_a_click(house: House) -> None:
    visitor = house.browser().sign_in("ada")
    page = begun(visitor, "%2Fhome")
    answer = visitor.post(
        f"{SETUP}/code", data={"code": phone_of(page).code(house.now), "next": "/home"}
    )
    assert answer.status_code == 200
    assert house.browser().sign_in("ada").get("/home").status_code == 200
    assert house.signed_in().get("/home").headers["location"].startswith(SECOND_STEP)


def test_secret_is_shown_in_groups_that_are_typed_with_ease() -> None:
    page = set_up_page(SetUp("ABCDEFGHIJ", "a@b.edu"), FormState(), obliged=True, replaces=False)
    assert page.secret == "ABCD EFGH IJ"
    assert set_up_page(None, FormState(), obliged=True, replaces=False).secret is None
