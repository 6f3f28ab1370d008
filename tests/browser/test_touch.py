"""Whatever is pressed is at least 44 px high where people press with a finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PAGES
from tests.browser.touch import SMALL_TARGETS

pytestmark = [pytest.mark.browser, pytest.mark.layout]


@pytest.mark.parametrize("persona", PAGES, ids=str)
def test_targets_are_44_px_high_under_a_finger(
    open_page: Callable[..., Page], persona: str | None
) -> None:
    page = open_page(persona, phone=True, touch=True)
    for path in PAGES[persona]:
        page.goto(path)
        assert page.evaluate(SMALL_TARGETS) == [], f"{persona} {path}"


def test_what_is_too_small_is_found(open_page: Callable[..., Page]) -> None:
    page = open_page(phone=True, touch=True)
    page.goto("/privacy")
    page.evaluate("document.querySelector('.foot a').style.padding = 0")
    assert len(page.evaluate(SMALL_TARGETS)) == 1
