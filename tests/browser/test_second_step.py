"""A coordinator's first sign-in by link: set up, recovery codes, desk; the day after; no phone."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PATIENCE, PHONE, Site, free_port, problems, served
from tests.browser.phones import begin, confirm
from tests.cast import NOW
from tests.phones import Phone
from tests.whole_demo import MadeDemo

pytestmark = pytest.mark.browser

CORA = "cora@example.org"
PEOPLE = "/manage/people"


class Clock:
    """The moment it is."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def own_site(
    made_demo: MadeDemo, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A demo of its own, whose clock goes on."""
    folder, port = tmp_path_factory.mktemp("door"), free_port()
    with (
        made_demo.copied("door", folder, port=port) as (settings, database),
        served(settings, database, clock=clock) as site,
    ):
        yield site


@pytest.fixture
def opened(own_site: Site, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`opened()` is a browser in which nobody is signed in."""
    contexts = []

    def one(*, phone: bool = False, scripts: bool = True) -> Page:
        viewport = PHONE if phone else DESKTOP
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            base_url=own_site.url,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield one
    for context in contexts:
        context.close()


def sign_in(page: Page, address: str = CORA) -> None:
    """With the link of the demo's mail, which comes while the page is open."""
    page.goto("/manage")
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Email me a sign-in link").click()
    page.get_by_role("link", name="Read the demo’s mail").click()
    page.locator("a[href^='/sign-in/link/']").first.click()
    page.get_by_role("button", name="Sign in to Waypost").click()


def prove(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Use this code").click()


def heads(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_coordinator_from_the_first_link_to_the_desk_and_through_a_day(
    opened: Callable[..., Page], clock: Clock, axe: str
) -> None:
    page = opened()
    sign_in(page)
    assert problems(page, axe) == []
    begin(page)
    assert problems(page, axe) == []
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Turn the second step on").click()
    expect(page.locator("#error-summary")).to_contain_text("does not work")
    phone = confirm(page, clock.now)
    expect(page).to_have_url(re.compile("/manage$"))
    _next_day(opened(scripts=False), clock, phone)
    _on_the_phone(opened(phone=True), clock, phone, axe)


def _next_day(page: Page, clock: Clock, phone: Phone) -> None:
    """Without scripts: sign in, and take the list of people along, which asks again later."""
    clock.now += timedelta(days=1)
    sign_in(page)
    heads(page, "Second step")
    prove(page, phone.code(clock.now))
    expect(page).to_have_url(re.compile("/manage$"))
    clock.now += timedelta(minutes=20)
    page.goto(f"{PEOPLE}?format=csv")
    heads(page, "Enter your code once more")
    prove(page, phone.code(clock.now))
    heads(page, "People")
    with page.expect_download():
        page.locator("a[href*='format=csv']").first.click()


def _on_the_phone(page: Page, clock: Clock, phone: Phone, axe: str) -> None:
    """With a recovery code; then the other browsers are signed out."""
    clock.now += timedelta(minutes=1)
    sign_in(page)
    assert problems(page, axe, phone=True) == []
    page.get_by_text("You do not have your phone?").click()
    prove(page, phone.recovery_codes[0].upper())
    expect(page).to_have_url(re.compile("/manage$"))
    page.goto("/my/security")
    expect(page.get_by_text("9 recovery codes are left.")).to_be_visible()
    assert problems(page, axe, phone=True) == []
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("You are signed out everywhere else")).to_be_visible()
    expect(page.locator("#sessions li")).to_have_count(1)
