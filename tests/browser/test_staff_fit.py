"""Pages of desks at every width: nothing scrolls sideways but tables, and no act hides."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.pages import LINKED, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.layout]

WIDTHS = (320, 390, 820, 860, 900, 1200)
"""Phones, a desktop, and what is between: there a table has its columns, and little room."""
STAFF = ("fay", "cora", "lee", "abe")
HIDDEN = """(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} px too wide`);
  const isCut = (area, box) => area.right > box.right + 1 || area.left < box.left - 1;
  const acts = "a[href], button, input, select, textarea, summary";
  for (const act of document.querySelectorAll(acts)) {
    if (!act.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const around = [];
    for (let box = act.parentElement; box; box = box.parentElement) around.push(box);
    // What is only for screen readers is cut on purpose.
    if ([act, ...around].some((box) => getComputedStyle(box).clipPath !== "none")) continue;
    const edges = around.filter((box) => getComputedStyle(box).overflowX !== "visible");
    const areas = [...act.getClientRects()];
    if (edges.some((box) => areas.some((area) => isCut(area, box.getBoundingClientRect()))))
      found.push(`cut: ${act.textContent.trim() || act.name}`);
  }
  for (const box of document.querySelectorAll(".table-wrap"))
    if (box.scrollWidth > box.clientWidth && !(box.tabIndex === 0 && box.ariaLabel))
      found.push(`no way to scroll: ${box.textContent.trim().slice(0, 40)}`);
  return found;
})()"""


def staff_pages(page: Page, persona: str) -> Iterator[str]:
    """Every page of a persona, with one whose address holds an id."""
    yield from PAGES[persona]
    if persona in LINKED:
        listing, link = LINKED[persona]
        page.goto(listing)
        yield str(page.locator(link).first.get_attribute("href"))


@pytest.mark.parametrize("persona", STAFF)
def test_no_page_of_a_desk_scrolls_sideways_or_hides_an_act(
    open_page: Callable[..., Page], persona: str
) -> None:
    page = open_page(persona)
    wrong = {}
    for path in staff_pages(page, persona):
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 860})
            if found := page.evaluate(HIDDEN):
                wrong[f"{path} at {width} px"] = found
    assert wrong == {}


SCHEDULE = "/manage/cohorts/fall-2026/schedule"
LINES_OF_TIMES = """[...document.querySelectorAll("tr[id] td:nth-child(2)")].map((cell) => {
  const time = document.createRange();
  time.setStart(cell, 0);
  time.setEndBefore(cell.querySelector(".sub"));
  return new Set([...time.getClientRects()].map((box) => Math.round(box.top))).size;
})"""


def test_time_of_a_session_stands_in_one_line_of_the_schedule(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("cora")
    page.set_viewport_size({"width": 1200, "height": 860})
    page.goto(SCHEDULE)
    lines = page.evaluate(LINES_OF_TIMES)
    assert lines
    assert set(lines) == {1}
