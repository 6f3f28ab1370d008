"""Pages of desks: what belongs in one line stands in one, and what is drawn is seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.layout]

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


REPORT = "/manage/cohorts/fall-2026/report"
HIDDEN = """[...document.querySelectorAll("main svg.chart rect")]
  .map((shape) => shape.getBoundingClientRect())
  .filter((box) => box.width === 0 && box.height === 0).length"""


@pytest.mark.parametrize("width", [390, 860, 1200])
def test_charts_of_a_report_have_their_bars_at_every_width(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page("cora")
    page.set_viewport_size({"width": width, "height": 860})
    page.goto(REPORT)
    assert page.locator("main svg.chart rect").count() > 20
    assert page.evaluate(HIDDEN) == 0
