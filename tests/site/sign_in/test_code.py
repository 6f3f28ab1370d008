"""The code of a sign-in letter: typed where it was asked for, guessed by nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.ids import token_hash
from app.core.models import AuditLine
from app.core.outbox import without_secrets
from app.people.models import SignInToken
from app.people.rules import CODE_NO_GOOD, LINK_WORKS_FOR, MOST_WRONG_CODES
from app.site.sign_in import routes
from app.web.limits import RateLimit
from tests.client import Answer, Browser
from tests.site.house import ADA, House, is_in

WRONG = "0000 0000"


def enter(browser: Browser, code: str, email: str = ADA) -> Answer:
    return browser.post("/sign-in/code", data={"code": code, "email": email, "next": "/home"})


def asked(house: House, address: str = ADA, to: str = "/my/record") -> Browser:
    """A browser on the page that says that a letter is on its way."""
    browser = house.browser()
    page = browser.post("/sign-in", data={"email": address, "next": to}).page
    assert page.form("Sign in with the code").hidden["email"] == address
    return browser


def test_code_signs_in_where_it_was_asked_for_and_leads_on(house: House) -> None:
    browser = asked(house)
    answer = enter(browser, house.code())
    assert (answer.status_code, answer.headers["location"]) == (303, "/my/record")
    assert is_in(browser)
    lines = house.session.scalars(select(AuditLine)).all()
    assert [line.facts["how"] for line in lines if line.act == "sign-in"] == ["code"]


@pytest.mark.parametrize("typed", ["{}{}", " {}-{} ", "{} {}"])
def test_digits_can_be_grouped_as_people_do(house: House, typed: str) -> None:
    browser = asked(house)
    assert enter(browser, typed.format(*house.code().split())).status_code == 303


def test_code_works_once_and_uses_the_link_up(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    code = house.code()
    assert enter(browser, code).status_code == 303
    assert enter(browser, code).status_code == 422
    assert browser.post(link).status_code == 422


def test_link_uses_the_code_up(house: House) -> None:
    browser = house.browser()
    link, code = house.link(browser), house.code()
    assert browser.post(link).status_code == 303
    assert enter(browser, code).status_code == 422


def test_code_is_worth_nothing_in_another_browser(house: House) -> None:
    asked(house)
    code = house.code()
    elsewhere = asked(house, "eve@example.org")
    for browser in (elsewhere, house.browser()):
        assert enter(browser, code).status_code == 422
        assert not is_in(browser)


def test_code_ends_with_its_link(house: House) -> None:
    browser = asked(house)
    code = house.code()
    house.now += LINK_WORKS_FOR
    assert enter(browser, code).status_code == 422


def test_after_five_wrong_tries_the_right_one_is_wrong_too(house: House) -> None:
    browser = asked(house)
    code = house.code()
    for _ in range(MOST_WRONG_CODES):
        answer = enter(browser, WRONG)
        assert answer.page.field_errors == {"code": str(CODE_NO_GOOD)}
        assert answer.page.form("Sign in with the code").fields["code"] == WRONG
    assert enter(browser, code).status_code == 422
    house.link(browser)
    assert enter(browser, house.code()).status_code == 303


def test_two_letters_in_one_browser_both_have_codes_that_work(house: House) -> None:
    browser = asked(house)
    first = house.code()
    house.link(browser)
    assert enter(browser, first).status_code == 303


def test_unknown_address_is_answered_like_a_wrong_code(house: House) -> None:
    answers = [enter(asked(house, address), WRONG, "x@y.z") for address in (ADA, "eve@example.org")]
    known, unknown = answers
    assert known.status_code == unknown.status_code == 422
    assert known.text == unknown.text


@pytest.mark.parametrize("typed", ["", "1234", "123456789", "abcd efgh", "１２３４５６７８"])
def test_what_is_no_code_is_said_and_not_counted(house: House, typed: str) -> None:
    browser = asked(house)
    house.mails()
    answer = enter(browser, typed)
    sentence = "Enter the eight digits of the code in the email."
    assert answer.page.field_errors == {"code": sentence}
    assert house.session.scalars(select(SignInToken)).one().wrong_codes == 0


def test_guessing_is_slowed_down(house: House) -> None:
    browser = house.browser()
    statuses = [enter(browser, WRONG).status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]


def test_room_that_signs_in_at_once_is_not_slowed_down(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "TRIED_FROM", RateLimit(2, timedelta(minutes=10)))
    browser = asked(house)
    assert enter(browser, WRONG).status_code == 422
    assert enter(browser, house.code()).status_code == 303
    for _ in range(2):
        other = house.browser()
        assert other.post(house.link(other)).status_code == 303
    assert enter(asked(house), WRONG).status_code == 422
    house.mails()
    assert enter(asked(house), house.code()).status_code == 429, "two failed, whoever succeeded"


def test_stored_hash_cannot_be_guessed_without_the_browser(house: House) -> None:
    asked(house)
    code = house.code().replace(" ", "")
    (token,) = house.session.scalars(select(SignInToken))
    assert token.code_hash not in {None, code, token_hash(code)}
    assert code not in repr([line.facts for line in house.session.scalars(select(AuditLine))])


def test_what_was_sent_does_not_keep_the_code(house: House) -> None:
    asked(house)
    (mail,) = house.mails()
    assert house.code() in mail.secrets.values()
    assert set(without_secrets(mail).values()) == {"/(not kept)", "(not kept)"}
