"""Somebody whom nobody knows sits in a session of a series, scans the picture, and is recorded."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, Unit
from tests.browser.conftest import Site, free_port, problems, served
from tests.browser.pages import SERIES
from tests.whole_demo import MadeDemo

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
POSITION = 10
SHOWN = f"/teach/{SERIES}/sessions/{POSITION}/check-in"
CHECK_IN = f"/cohorts/{SERIES}/sessions/{POSITION}/check-in"
DROP_IN = f"/join/{SERIES}/drop-in"


@pytest.fixture(scope="module")
def site(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with a session of the series that is on."""
    folder = tmp_path_factory.mktemp("drop-in")
    with made_demo.copied("drop_in", folder, port=free_port()) as (settings, database):
        with database.read() as session:
            own = (
                select(col(CaseSession.starts_at))
                .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
                .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
                .where(col(Cohort.slug) == SERIES, col(Unit.position) == POSITION)
            )
            now = session.scalars(own).one() + timedelta(minutes=3)
        with served(settings, database, clock=lambda: now) as site:
            yield site


def code_on(page: Page) -> str:
    return page.locator(".code").inner_text().split("\n")[-1].removeprefix("Code:").strip()


def say_who(page: Page, given: str, family: str) -> None:
    """Five fields, and the button."""
    page.get_by_label("Email address").fill(f"{given}.{family}@example.org".lower())
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Institution").select_option(index=2)
    page.get_by_label("Profession").select_option("physician")
    page.get_by_role("button", name="Email me a link").click()


def test_a_stranger_scans_says_who_they_are_and_is_in_by_three_buttons(
    open_page: Opener, axe: str
) -> None:
    fay = open_page("fay")
    fay.goto(SHOWN)
    expect(fay.get_by_text("Not registered yet? Scan, or go to")).to_be_visible()
    assert problems(fay, axe) == []
    assert problems(fay, axe, phone=True) == []
    code = code_on(fay).replace(" ", "")
    phone = open_page(phone=True)
    phone.goto(f"{DROP_IN}?code={code}&session={POSITION}")  # 1: what scanning does
    expect(phone.get_by_text("Your code was right, at ").first).to_be_visible()
    expect(phone.get_by_label("Code", exact=True)).to_have_count(0)
    assert problems(phone, axe, phone=True) == []
    assert problems(phone, axe) == []
    say_who(phone, "Ivy", "Ito")  # 2 to 7
    expect(phone.get_by_text("You are recorded as there from this minute").first).to_be_visible()
    assert problems(phone, axe, phone=True) == []
    phone.goto("/demo/mail")
    phone.locator(f"a[href*='/join/{SERIES}/newcomer/']").first.click()  # 8: in their mail
    phone.get_by_role("button", name="Verify and go on").click()  # 9
    assert problems(phone, axe, phone=True) == []
    phone.get_by_role("button", name="Record that I was there").click()  # 10
    expect(phone).to_have_url(re.compile(f"{CHECK_IN}$"))
    expect(phone.get_by_text("You are checked in, ").first).to_be_visible()
    expect(fay.get_by_text("Ito, Ivy")).to_be_visible()


def test_who_types_the_code_is_asked_for_it_first(open_page: Opener, axe: str) -> None:
    fay = open_page("fay")
    fay.goto(SHOWN)
    hand = open_page(phone=True)
    hand.goto(f"/join/{SERIES}")
    hand.get_by_role("link", name="I am in the session now").click()
    expect(hand.get_by_label("Given name")).to_have_count(0)
    assert problems(hand, axe, phone=True) == []
    hand.get_by_label("Code", exact=True).fill("GGG GGG")
    hand.get_by_role("button", name="I am here").click()
    expect(hand.get_by_text("This is not the code of a session").first).to_be_visible()
    assert problems(hand, axe, phone=True) == []
    hand.get_by_label("Code", exact=True).fill(code_on(fay).lower())
    hand.get_by_role("button", name="I am here").click()
    expect(hand.get_by_text("Your code was right, at ").first).to_be_visible()
    say_who(hand, "Otto", "Oda")
    expect(hand.get_by_text("A link is on its way").first).to_be_visible()
