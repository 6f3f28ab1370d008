"""A unit's page while it is read: on a phone, by keyboard, on another device, without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, Site

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
UNIT = "/cohorts/fall-2026/units/5"
EVIDENCE = "#diversity-among-mentees-what-the-evidence-says"

IN_VIEW = """selector => {
  const box = document.querySelector(selector).getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect();
  return box.top > -1 && box.top < bar.top;
}"""
COVERED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".bar");
  return !bar.contains(document.activeElement) && box.height < 200
    && box.bottom > bar.getBoundingClientRect().top && box.top < innerHeight;
}"""
SMALL = """() => [...document.querySelectorAll("main a, main button, main summary")]
  .filter((part) => !part.closest(".prose, .task-title, .dated") && part.getClientRects().length)
  .map((part) => [part.textContent.trim(), part.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44).map(([text]) => text)"""
CUT = """() => [...document.querySelectorAll(".prose .table-wrap")].filter((box) =>
  box.getBoundingClientRect().right > innerWidth || (box.scrollWidth > box.clientWidth
    && !(box.tabIndex === 0 && box.ariaLabel)) ).length"""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("target", ["#module", "#reflection", "#attestation", "#readings"])
def test_everything_is_two_taps_away_on_a_phone(
    open_page: Opener, target: str, scripts: bool
) -> None:
    page = open_page("ada", phone=True, touch=True, scripts=scripts)
    page.goto(UNIT)
    page.locator(".footnotes").scroll_into_view_if_needed()
    page.get_by_role("navigation", name="In this unit").get_by_role("link", name="Contents").tap()
    page.locator(f"#contents .to-do a[href='{target}']").tap()
    expect(page.locator(target)).to_be_in_viewport()
    if scripts:
        page.wait_for_function(IN_VIEW, arg=target)


def test_bar_covers_nothing_that_has_focus_and_targets_are_large(open_page: Opener) -> None:
    page = open_page("ada", phone=True, touch=True)
    page.goto(UNIT)
    assert page.evaluate(SMALL) == []
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")


def test_worksheets_are_not_cut_off_on_a_phone(open_page: Opener) -> None:
    page = open_page("ada", phone=True)
    page.goto(UNIT)
    assert page.evaluate(CUT) == 0
    narrow = (
        "cells => cells.filter((cell) => cell.offsetWidth < 110 || cell.offsetHeight < 44).length"
    )
    assert page.locator(".callout-tool td:empty").evaluate_all(narrow) == 0


def test_column_stays_beside_the_text_and_marks_what_is_read(open_page: Opener) -> None:
    page = open_page("ada")
    page.goto(UNIT)
    page.locator(f"#contents a[href='{EVIDENCE}']").click()
    here = page.locator("#contents [aria-current]")
    expect(here).to_have_text("What the evidence says")
    expect(page.locator("#contents .to-do")).to_be_in_viewport()
    assert page.viewport_size == DESKTOP


def test_place_on_the_phone_is_where_the_desk_goes_on(open_page: Opener) -> None:
    phone, unit = open_page("ben", phone=True), "/cohorts/spring-2026/units/3"
    phone.goto(unit)
    headings = phone.locator("#module h2[id]")
    name = headings.nth(2).inner_text()
    with phone.expect_response(lambda answer: answer.url.endswith("/place")) as noted:
        headings.nth(2).evaluate("heading => heading.scrollIntoView()")
    assert noted.value.status == 204
    desk = open_page("ben")
    desk.goto(unit)
    expect(desk.locator(".stopped")).to_have_text("You stopped here on Wed, Nov 18")
    desk.get_by_role("link", name=f"Go on where you stopped: {name}").click()
    expect(desk.locator("#module h2[id]").nth(2)).to_be_in_viewport()


def test_page_that_is_only_opened_notes_nothing(open_page: Opener, site: Site) -> None:
    page = open_page("ada")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"{UNIT.rsplit('/', 1)[0]}/2")
    page.wait_for_timeout(4000)
    assert not [url for url in sent if url.endswith("/place")]


def test_title_says_that_something_is_wrong_once_htmx_has_swapped(open_page: Opener) -> None:
    page = open_page("ada")
    page.goto(UNIT)
    before = page.title()
    page.get_by_label("Your reflection").fill("")  # a journey may have written here before
    page.get_by_role("button", name="Save reflection").click()
    expect(page.locator("#text-error")).to_be_visible()
    assert page.url.endswith(UNIT), "swapped, not loaded"
    expect(page).to_have_title(f"Error: {before}")
