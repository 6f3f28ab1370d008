"""What protects an account, as its owner sees it: second step, recovery codes, sessions."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.site.parts.browsers import browser_in_words
from tests.cast import Cast
from tests.client import Browser, Statements
from tests.phones import SECOND_STEP, give_phone, prove
from tests.site.house import House, is_in

CORA = "cora@example.org"
SECURITY = "/my/security"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/18.0 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
            "like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        ("curl/8.5.0", "An unknown browser"),
        ("X11; Linux x86_64", "Linux"),
        ("", "An unknown browser"),
        ("<b>Firefox</b>", "Firefox"),
    ],
)
def test_browser_is_named_in_plain_words(description: str, words: str) -> None:
    assert str(browser_in_words(description)) == words


def with_phone(house: House, cast: Cast, who: str = "ada") -> tuple[Browser, tuple[str, ...]]:
    phone = give_phone(house.session, cast.id(who), house.now)
    browser = house.signed_in(f"{who}@example.org")
    assert prove(browser, phone.code(house.now)).status_code == 303
    return browser, phone.recovery_codes


def test_profile_and_account_menu_lead_to_it(house: House) -> None:
    page = house.signed_in().page("/my/profile")
    assert page.link("Second step and sessions") == SECURITY
    assert SECURITY in page.one(".account").addresses


def test_learner_without_it_is_offered_to_set_it_up(house: House) -> None:
    page = house.signed_in().page(SECURITY)
    assert page.link("Set up the second step") == "/my/security/setup"
    assert [form.action for form in page.section("Second step").forms] == []


def test_sessions_are_listed_with_this_one_named(house: House) -> None:
    other = house.browser()
    other.headers["user-agent"] = FIREFOX
    other.post(house.link(other))
    house.now += timedelta(minutes=30)
    browser = house.signed_in()
    lines = [part.text for part in browser.page(SECURITY).all("#sessions li")]
    assert len(lines) == 2
    assert "An unknown browser This one" in lines[0]
    assert lines[1].startswith("Firefox on Windows")
    assert "Signed in on Wed, Nov 18, 10:00 AM Mountain Time" in lines[1]


def test_one_other_session_is_ended(house: House) -> None:
    browser, other, third = (house.signed_in() for _browser in range(3))
    form = browser.page(SECURITY).forms
    (first, *_) = [f for f in form if f.action == f"{SECURITY}/sessions"]
    answer = browser.post(first.action, data=dict(first.sent))
    assert answer.headers["location"] == f"{SECURITY}?done=ended"
    assert "That browser is signed out" in browser.page(answer.headers["location"]).text
    assert [is_in(b) for b in (browser, other, third)].count(True) == 2
    assert is_in(browser)


def test_all_other_sessions_are_ended(house: House) -> None:
    browser, other = house.signed_in(), house.signed_in()
    form = browser.page(SECURITY).form("Sign out everywhere else")
    assert browser.post(form.action).headers["location"] == f"{SECURITY}?done=others"
    assert is_in(browser)
    assert not is_in(other)
    assert "Sign out everywhere else" not in browser.page(SECURITY).text


def test_session_of_somebody_else_or_of_nobody_is_not_ended(house: House) -> None:
    ada, ben = house.signed_in(), house.signed_in("ben@example.org")
    for unknown in (str(uuid4()),):
        answer = ada.post(f"{SECURITY}/sessions", data={"session": unknown})
        assert answer.status_code == 409
        assert "That browser is signed out already." in answer.page.text
    assert is_in(ben)
    assert ada.post(f"{SECURITY}/sessions", data={"session": "x"}).status_code == 422


def test_recovery_codes_are_made_anew_and_counted(house: House, cast: Cast) -> None:
    browser, before = with_phone(house, cast)
    assert "10 recovery codes are left." in browser.page(SECURITY).text
    house.now += timedelta(minutes=5)
    prove(house.signed_in(), before[0])
    assert "9 recovery codes are left." in browser.page(SECURITY).text
    form = browser.page(SECURITY).form("Make new recovery codes")
    page = browser.post(form.action).page
    new = page.one("#codes").text.split()
    assert len(new) == 10
    assert set(new).isdisjoint(before)
    assert page.link("I have kept them: go on") == SECURITY
    assert prove(house.signed_in(), before[1]).status_code == 422
    assert prove(house.signed_in(), new[0]).status_code == 303


def test_learner_turns_it_off_and_a_mailed_link_is_enough(house: House, cast: Cast) -> None:
    browser, _codes = with_phone(house, cast)
    form = browser.page(SECURITY).form("Turn the second step off")
    assert browser.post(form.action).headers["location"] == f"{SECURITY}?done=off"
    assert is_in(house.signed_in())


def test_coordinator_cannot_turn_it_off(house: House, cast: Cast) -> None:
    browser, _codes = with_phone(house, cast, "cora")
    page = browser.page(SECURITY)
    assert "Your role needs the second step." in page.text
    assert "Turn the second step off" not in page.text
    answer = browser.post(f"{SECURITY}/removal")
    assert answer.status_code == 409
    assert "Your role needs the second step." in answer.page.text


@pytest.mark.parametrize("act", ["recovery-codes", "removal"])
def test_what_is_not_on_is_refused_on_its_page(house: House, act: str) -> None:
    answer = house.signed_in().post(f"{SECURITY}/{act}")
    assert answer.status_code == 409
    assert "You have not set up a second step." in answer.page.text


@pytest.mark.parametrize("act", ["sessions/others", "recovery-codes", "removal"])
def test_changes_ask_for_the_code_again(house: House, cast: Cast, act: str) -> None:
    browser, _codes = with_phone(house, cast)
    house.now += timedelta(minutes=15)
    referer = {"referer": f"http://localhost:8000{SECURITY}"}
    answer = browser.post(f"{SECURITY}/{act}", headers=referer)
    assert answer.headers["location"] == f"{SECOND_STEP}?next=%2Fmy%2Fsecurity"


def test_page_costs_a_fixed_number_of_statements(house: House, statements: Statements) -> None:
    browsers = [house.signed_in() for _browser in range(4)]
    with statements() as count:
        browsers[0].page(SECURITY)
    assert count.total <= 5
