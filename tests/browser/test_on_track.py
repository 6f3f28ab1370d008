"""Everybody by session: the name stays in sight, and arrows alone show the rest."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.layout]

STANDING = "/teach/fall-2026/standing"
FIRST = "document.querySelector('#matrix tbody th').getBoundingClientRect()"
WRAP = "document.querySelector('.matrix-wrap')"
ON_TOP = f"""(() => {{
  const box = {FIRST};
  const found = document.elementFromPoint(box.left + 30, box.top + box.height / 2);
  return found.closest("th") !== null;
}})()"""


@pytest.mark.parametrize("width", [390, 860])
def test_first_column_stays_while_arrows_move_the_sessions(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page("fay")
    page.set_viewport_size({"width": width, "height": 860})
    page.goto(STANDING)
    before = page.evaluate(f"{FIRST}.left")
    page.focus(".matrix-wrap")
    page.keyboard.press("Home")
    for _press in range(20):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)  # it glides there
    assert page.evaluate(f"{WRAP}.scrollLeft") > 100
    assert page.evaluate(f"{FIRST}.left") == before
    page.evaluate(f"{WRAP}.scrollIntoView()")
    assert page.evaluate(ON_TOP), "no session covers a name"


def test_all_of_it_is_seen_on_a_desk(open_page: Callable[..., Page]) -> None:
    page = open_page("fay")
    page.set_viewport_size({"width": 1200, "height": 860})
    page.goto(STANDING)
    assert page.evaluate(f"{WRAP}.scrollWidth") == page.evaluate(f"{WRAP}.clientWidth")


def test_its_focus_is_a_line_that_no_name_covers(open_page: Callable[..., Page]) -> None:
    page = open_page("fay")
    page.set_viewport_size({"width": 860, "height": 860})
    page.goto(STANDING)
    page.keyboard.press("Tab")
    page.focus(".matrix-wrap")
    line = page.evaluate(f"getComputedStyle({WRAP}).borderLeftColor")
    assert line not in {"rgba(0, 0, 0, 0)", "transparent"}
    inside = page.evaluate(f"{FIRST}.left - {WRAP}.getBoundingClientRect().left")
    assert inside >= 3
