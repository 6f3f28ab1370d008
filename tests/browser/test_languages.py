"""Every page in the pseudo-languages: it fits at both widths, and is laid out in its direction."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.layout]

PAST_THE_EDGE = """() => {
  const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const out = width > 0 && (left < -1 || right > innerWidth + 1);
    return out && !element.closest(".table-wrap, .vh, pre");
  });
  return wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
}"""
"""Elements that stick out, besides what scrolls in a box of its own or is only heard."""


@pytest.mark.parametrize(("language", "direction"), [("en-XA", "ltr"), ("ar-XB", "rtl")])
@pytest.mark.parametrize("persona", PAGES, ids=str)
def test_pages_fit_in_other_words_and_directions(
    open_page: Callable[..., Page], persona: str | None, language: str, direction: str
) -> None:
    page = open_page(persona, language=language)
    for path in PAGES[persona]:
        page.goto(path)
        assert page.evaluate("getComputedStyle(document.body).direction") == direction
        assert page.evaluate("document.documentElement.lang") == language
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide: {page.evaluate(PAST_THE_EDGE)}"
