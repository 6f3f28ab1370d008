"""A session's room on a phone and while its hour runs, in a browser."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site, free_port, problems, served
from tests.cast import NOW
from tests.whole_demo import MadeDemo

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]

COMING, HELD = (f"/teach/fall-2026/sessions/{n}" for n in (5, 4))
MINUTE = timedelta(days=1, hours=2, minutes=30, seconds=20)
"""From the demo's moment to the thirtieth minute of the fifth session."""


@pytest.mark.parametrize("path", [COMING, f"{COMING}?step=5", HELD])
def test_any_part_of_the_room_is_two_taps_away_on_a_phone(open_page: Opener, path: str) -> None:
    """From the very end of the page: one tap leads to the contents, the next to the part."""
    page = open_page("fay", phone=True, touch=True)
    page.goto(path)
    parts = page.locator("#contents a").evaluate_all("links => links.map(a => a.hash)")
    own = [part for part in parts if part]
    assert {"#preparation", "#reflections", "#plan", "#case", "#guide", "#note"} <= set(own)
    for part in own:
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.locator(".bar-contents").tap()
        page.locator(f'#contents a[href="{part}"]').tap()
        expect(page.locator(part)).to_be_in_viewport()


def test_any_part_is_two_taps_away_without_script(open_page: Opener) -> None:
    page = open_page("fay", phone=True, touch=True, scripts=False)
    page.goto(f"{COMING}?step=5")
    page.locator(".bar-contents").tap()
    page.locator('#contents a[href="#plan"]').tap()
    expect(page.locator("#plan li")).to_have_count(9)
    expect(page.locator("#plan li").last).to_be_visible()
    expect(page.locator("[data-copy]").first).to_be_hidden()
    page.locator("#plan li a").nth(3).tap()
    expect(page.locator("#step h2")).to_contain_text("Disclosure 1")


@pytest.fixture
def running(made_demo: MadeDemo, tmp_path: Path) -> Iterator[Site]:
    """The demo in the thirtieth minute of its fifth session."""
    with (
        made_demo.copied("room", tmp_path, port=free_port()) as (settings, database),
        served(settings, database, clock=lambda: NOW + MINUTE) as site,
    ):
        yield site


def test_hour_runs_quietly_and_its_disclosure_is_copied(
    running: Site, chromium: Browser, axe: str
) -> None:
    context = chromium.new_context(base_url=running.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=running.url)
    headers = {"sec-fetch-site": "same-origin"}
    context.request.post("/sign-in/demo", form={"persona": "fay"}, headers=headers)
    page = context.new_page()
    page.clock.install()
    page.goto(COMING)
    expect(page.locator("[data-clock]")).to_have_text("12:30 PM")
    expect(page.locator("[data-left]")).to_have_text("Minutes left in this step: 9")
    expect(page.locator("#step h2")).to_contain_text("Breakout rooms")
    assert problems(page, axe) == []
    page.get_by_role("button", name="Copy disclosure 2 for the chat").click()
    expect(page.get_by_role("button", name="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("The night charge nurse, asked by someone else: “Dr. Ellis?")
    assert "\n\nDr. Ellis’s calendar: the diversity committee" in copied
    page.clock.run_for(10 * 60 * 1000)
    expect(page.locator("[data-minute]")).to_have_text("Minute 40 of 60")
    expect(page.locator("#plan .on")).to_contain_text("Stage 2, report back")
    expect(page.locator("#step h2")).to_contain_text("Breakout rooms")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert problems(page, axe, phone=True) == []
    context.close()


def test_groups_are_one_click_from_the_room(running: Site, chromium: Browser, axe: str) -> None:
    context = chromium.new_context(base_url=running.url)
    headers = {"sec-fetch-site": "same-origin"}
    context.request.post("/sign-in/demo", form={"persona": "fay"}, headers=headers)
    page = context.new_page()
    page.goto(COMING)
    page.get_by_role("button", name="Make groups").click()
    expect(page.locator(".groups .card")).to_have_count(10)
    assert problems(page, axe) == []
    with page.expect_download() as file:
        page.get_by_role("link", name="Download for Zoom").click()
    lines = Path(file.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Pre-assign Room Name,Email Address"
    assert len(lines) == 51
    context.close()
