"""Somebody new says who they are: nothing is known of an address before its link is used."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.background import tidy_uploads
from app.cohorts.enums import WayIn
from app.core.db import Database
from app.core.models import AuditLine
from app.people.models import EmailAddress, Newcomer, Person
from app.people.rules import LINK_NO_GOOD, LINK_WORKS_FOR
from app.site.sign_in import routes as sign_in
from app.web.limits import RateLimit
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.site.house import ADA, House, is_in

NEW = "/join/fall-2026/newcomer"
EVE = "eve@example.org"


@pytest.fixture(autouse=True)
def fall(cast: Cast, house: House) -> None:
    cast.fall.way_in = WayIn.OPEN
    house.session.commit()


def said(cast: Cast, **other: str) -> dict[str, str]:
    return {
        "email": EVE,
        "given_name": "Eve",
        "family_name": "Espinoza",
        "institution": str(cast.person("ben").institution_id),
        "profession": "nurse",
        "degrees": "RN",
        **other,
    }


def link(house: House, mail: int = -1) -> str:
    found = re.search(r"^\S+?(/join/\S+/newcomer/\S+)$", house.read(house.mails()[mail]).text, re.M)
    assert found
    return found.group(1)


def people(house: House) -> int:
    return house.session.scalar(select(func.count()).select_from(Person)) or 0


def test_nothing_is_kept_of_who_does_not_open_the_link(
    house: House, cast: Cast, database: Database
) -> None:
    for name in ("Eve", "Zoe"):
        house.browser().post(NEW, data=said(cast, email=f"{name}@example.org", given_name=name))
    zoe = select(Newcomer).where(col(Newcomer.given_name) == "Zoe")
    opened = house.session.scalars(zoe).one()
    opened.consumed_at = NOW
    house.session.commit()
    names = select(col(Newcomer.given_name)).order_by(col(Newcomer.given_name))
    tidy_uploads(database, NOW + LINK_WORKS_FOR - timedelta(seconds=1))
    assert house.session.scalars(names).all() == ["Eve", "Zoe"]
    tidy_uploads(database, NOW + LINK_WORKS_FOR)
    house.session.expire_all()
    assert house.session.scalars(names).all() == ["Zoe"]
    mail = house.browser().page("/demo/mail").text
    assert "zoe@example.org" in mail
    assert EVE not in mail


def test_who_is_new_verifies_the_address_and_then_asks(house: House, cast: Cast) -> None:
    browser, before = house.browser(), people(house)
    assert browser.page("/join/fall-2026").link("I am new here") == NEW
    answer = browser.post(NEW, data=said(cast))
    assert answer.status_code == 200
    assert f"A link is on its way to {EVE}" in answer.page.text
    assert people(house) == before
    letter = house.letter()
    assert (letter.recipient, letter.subject) == (EVE, "Verify your address for Waypost")
    assert letter.text.startswith("Hello Eve,")
    assert browser.get(link(house)).status_code == 200
    assert people(house) == before
    used = browser.post(link(house))
    assert (used.status_code, used.headers["location"]) == (303, "/join/fall-2026")
    assert is_in(browser)
    eve = house.session.scalars(
        select(Person).join(EmailAddress).where(col(EmailAddress.address) == EVE)
    ).one()
    assert (eve.given_name, eve.degrees, eve.zone) == ("Eve", "RN", "America/Phoenix")
    taken = browser.post(browser.page("/join/fall-2026").form("Take a seat").action)
    assert taken.status_code == 303
    assert browser.get("/cohorts/fall-2026/units/1").status_code == 200


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(
    house: House, cast: Cast
) -> None:
    known, unknown = (
        house.browser().post(NEW, data=said(cast, email=address)) for address in (ADA, EVE)
    )
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(ADA, "") == unknown.text.replace(EVE, "")
    assert known.headers.keys() == unknown.headers.keys()
    assert known.cookies.keys() == unknown.cookies.keys()
    assert {mail.recipient: mail.kind for mail in house.mails()} == {
        ADA: "sign_in",
        EVE: "newcomer",
    }
    asked = select(AuditLine).where(col(AuditLine.act) == "newcomer.asked")
    assert not any("@" in line.object_id for line in house.session.scalars(asked))


def test_who_is_known_is_led_to_the_cohort_and_stays_who_they_are(house: House, cast: Cast) -> None:
    browser = house.browser()
    browser.post(NEW, data=said(cast, email=ADA.upper()))
    found = re.search(r"^\S+?(/sign-in/link/\S+)$", house.letter().text, re.M)
    assert found
    assert browser.post(found.group(1)).headers["location"] == "/join/fall-2026"
    house.session.expire_all()
    assert cast.person("ada").family_name == "Alvarez"


def refused(house: House, browser: Browser, path: str) -> None:
    answer = browser.post(path)
    assert answer.status_code == 422
    assert str(LINK_NO_GOOD) in answer.page.text


def test_the_link_works_once_in_time_and_in_the_browser_that_asked(
    house: House, cast: Cast
) -> None:
    browser, before = house.browser(), people(house)
    browser.post(NEW, data=said(cast))
    mailed = link(house)
    refused(house, house.browser(), mailed)
    house.now += LINK_WORKS_FOR
    refused(house, browser, mailed)
    house.now -= timedelta(minutes=1)
    assert people(house) == before
    assert browser.post(mailed).status_code == 303
    refused(house, browser, mailed)
    assert people(house) == before + 1
    refused(house, browser, f"{NEW}/made-up")


def test_who_asked_twice_is_one_person(house: House, cast: Cast) -> None:
    browser, before = house.browser(), people(house)
    for _ in range(2):
        browser.post(NEW, data=said(cast))
    first, second = (link(house, mail) for mail in (0, 1))
    assert first != second
    for path in (first, second):
        assert browser.post(path).status_code == 303
    assert people(house) == before + 1


def test_newcomers_who_come_in_do_not_slow_down_the_next_one(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "TRIED_FROM", RateLimit(1, timedelta(minutes=10)))
    browser = house.browser()
    for address in (EVE, "eli@example.org"):
        browser.post(NEW, data=said(cast, email=address))
        assert browser.post(link(house)).status_code == 303
    assert browser.post(f"{NEW}/made-up").status_code == 422
    assert browser.post(f"{NEW}/made-up").status_code == 429


def test_an_address_that_was_shut_out_comes_in_by_no_link(house: House, cast: Cast) -> None:
    cast.person("ada").disabled_at = house.now
    house.session.commit()
    browser, before = house.browser(), people(house)
    browser.post(NEW, data=said(cast, email=ADA))
    refused(house, browser, link(house))
    house.session.expire_all()
    assert people(house) == before
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "eve", "Enter your email address, such as name@university.edu."),
        ("given_name", "", "Enter your given name."),
        ("institution", "", "Choose your institution."),
        ("institution", "0199a0a0-0000-7000-8000-000000000000", "Choose your institution."),
        ("profession", "astronaut", "Choose one of the options."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(
    house: House, cast: Cast, field: str, value: str, sentence: str
) -> None:
    answer = house.browser().post(NEW, data=said(cast, **{field: value}))
    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert 'value="Espinoza"' in answer.text
    assert house.session.scalar(select(func.count()).select_from(Newcomer)) == 0


def test_asking_too_often_is_stopped(house: House, cast: Cast) -> None:
    browser = house.browser()
    answers = [browser.post(NEW, data=said(cast)).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    sent = {"email": EVE, "next": "/home"}
    assert browser.post("/sign-in", data=sent).status_code == 429


def test_whoever_is_signed_in_has_said_who_they_are(house: House) -> None:
    browser = house.signed_in()
    assert browser.get(NEW).headers["location"] == "/join/fall-2026"


@pytest.mark.parametrize("field", ["given_name", "family_name", "degrees"])
def test_who_is_new_is_told_at_once_what_cannot_be_printed(
    house: House, cast: Cast, field: str
) -> None:
    answer = house.browser().post(NEW, data=said(cast, **{field: "Eve 😀"}))
    assert answer.status_code == 422
    assert list(answer.page.field_errors) == [field]
    assert "grinning face" in answer.page.field_errors[field]
    assert answer.page.one(f"#{field}").attribute("value") == "Eve 😀"
    assert house.session.scalars(select(Newcomer)).all() == []


def test_degrees_that_only_they_said_are_theirs_to_be_confirmed(house: House, cast: Cast) -> None:
    browser = house.browser()
    browser.post(NEW, data=said(cast, degrees="Nobel laureate"))
    browser.post(link(house))
    house.session.expire_all()
    eve = house.session.scalars(select(Person).where(col(Person.given_name) == "Eve")).one()
    assert (eve.degrees, eve.entered_degrees) == ("Nobel laureate", "")
