"""The analysis of the demo’s trial, from its button on: it fits, opens, prints, and its numbers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, problems
from tests.browser.touch import SMALL_TARGETS

pytestmark = [pytest.mark.browser, pytest.mark.layout]

Opener = Callable[..., Page]
PATH = "/manage/outcomes/sessions-or-modules-alone-synthetic/analysis"
WORKS = 90_000
"""Milliseconds that the models may take on a busy machine."""
MOST = 5_000
"""Pixels that it is high at 1200 px while what is less important is folded."""
OPEN_ALL = "for (const own of document.querySelectorAll('.disclosure')) own.open = true"
CUT = """[...document.querySelectorAll("main .table-wrap")]
  .filter((box) => box.scrollWidth > box.clientWidth)
  .map((box) => box.querySelector("caption").textContent)"""
LEFTS = """(() => {
  const box = document.querySelector("main .table-wrap");
  const first = box.querySelector("tr.main > th");
  const before = first.getBoundingClientRect().left;
  box.scrollLeft = 200;
  return [box.scrollLeft, first.getBoundingClientRect().left - before];
})()"""
PRINTED = """[...document.querySelectorAll("main .disclosure table")]
  .filter((table) => table.checkVisibility({ contentVisibilityAuto: true }) && table.offsetHeight)
  .length"""


@pytest.fixture
def analyzed(open_page: Opener) -> Page:
    page = open_page("cora")
    page.goto(PATH)
    if page.locator("#says").count() == 0:
        page.get_by_role("button", name="Compute it").click()
        expect(page.locator("main")).to_contain_text("The analysis is made", timeout=WORKS)
        page.goto(PATH)
    return page


def test_it_fits_and_is_accessible_folded_and_open(analyzed: Page, axe: str) -> None:
    assert analyzed.evaluate("document.documentElement.scrollHeight") < MOST
    assert analyzed.locator(".plots-wide svg:visible").count() == 1
    assert problems(analyzed, axe) == []
    analyzed.evaluate(OPEN_ALL)
    assert problems(analyzed, axe) == []
    assert analyzed.evaluate(CUT) == []


@pytest.mark.usefixtures("analyzed")
def test_it_fits_a_phone_and_its_fingers(open_page: Opener, axe: str) -> None:
    page = open_page("cora", phone=True, touch=True)
    page.goto(PATH)
    assert page.evaluate(SMALL_TARGETS) == []
    assert problems(page, axe, phone=True) == []
    page.evaluate(OPEN_ALL)
    assert problems(page, axe, phone=True) == []


def test_on_a_phone_a_table_scrolls_in_its_frame_beside_its_names(analyzed: Page) -> None:
    analyzed.set_viewport_size(PHONE)  # type: ignore[arg-type]
    analyzed.goto(PATH)
    assert "Arms over waves" in analyzed.evaluate(CUT)
    assert analyzed.locator(".plots-wide svg:visible").count() == 0
    assert analyzed.locator(".plots-narrow svg:visible").count() == 2
    scrolled, moved = analyzed.evaluate(LEFTS)
    assert (scrolled, round(moved)) == (200, 0)
    frame = analyzed.get_by_role("region", name="Arms over waves")
    frame.focus()
    expect(frame).to_be_focused()


def test_sentence_says_what_the_table_says(analyzed: Page) -> None:
    main = analyzed.locator("tr.main").first
    n, difference, p = (main.locator("td").nth(at).inner_text() for at in (0, 1, 2))
    points, interval = difference.rstrip(")").split(" (")
    says = " ".join(analyzed.locator("#says").inner_text().split())
    assert f" {points} points" in says
    p_said = f"p {p}" if p.startswith("<") else f"p = {p}"
    everybody = "Everybody counts in the arm that was drawn for them, whatever they did"
    assert f"(95% CI {interval}; n = {n}). {everybody} (by intention to treat; {p_said})." in says


def test_links_lead_to_each_part_and_paper_has_what_is_folded(analyzed: Page) -> None:
    contents = analyzed.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Mentoring skills, by the mentee").click()
    assert analyzed.evaluate("document.querySelector(location.hash) !== null")
    folded = analyzed.locator("main .disclosure table").count()
    assert folded > 5
    assert analyzed.evaluate(PRINTED) == 0
    analyzed.emulate_media(media="print")
    analyzed.wait_for_function(f"{PRINTED} === {folded}")
    summary = analyzed.locator(".disclosure > summary").first
    expect(summary).to_be_visible()
