"""Every page at two widths: accessible, no sideways scroll, light, nothing from elsewhere."""

import gzip
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.acts import hidden_acts
from tests.browser.conftest import DESKTOP, PHONE, Site, problems, sign_in_on
from tests.browser.pages import LINKED, MANAGE, PAGES, RUNNING, TEACH
from tests.browser.touch import SMALL_TARGETS

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]

STAFF = ("fay", "cora", "lee", "abe")
BUDGET = 31 * 1024
"""What the longest texts take with their contents beside them; more than 20 KB of it are theirs and
htmx."""


@pytest.mark.parametrize("phone", [False, True], ids=["1200", "390"])
@pytest.mark.parametrize("persona", PAGES, ids=str)
def test_pages_are_accessible_and_fit(
    open_page: Opener, axe: str, persona: str | None, phone: bool
) -> None:
    """On a phone, what is pressed is also at least 44 px high, since a finger presses it.

    Pages of desks hide no act at any width.
    """
    page = open_page(persona, phone=phone, touch=phone)
    for path in PAGES[persona]:
        page.goto(path)
        assert problems(page, axe, phone=phone) == [], f"{persona} {path}"
        if phone:
            assert page.evaluate(SMALL_TARGETS) == [], f"{persona} {path}"
        elif persona in STAFF:
            assert hidden_acts(page) == {}, f"{persona} {path}"


def test_what_is_too_small_for_a_finger_is_found(open_page: Opener) -> None:
    page = open_page(phone=True, touch=True)
    page.goto("/privacy")
    page.evaluate("document.querySelector('.foot a').style.padding = 0")
    assert len(page.evaluate(SMALL_TARGETS)) == 1


def test_links_of_lists_lead_to_pages_that_are_accessible_and_fit(
    open_page: Opener, axe: str
) -> None:
    """Pages whose addresses hold an id, which is another one in each demo."""
    for persona, (listing, link) in LINKED.items():
        page = open_page(persona)
        page.goto(listing)
        page.locator(link).first.click()
        for phone in (False, True):
            page.set_viewport_size(PHONE if phone else DESKTOP)  # type: ignore[arg-type]
            assert problems(page, axe, phone=phone) == [], f"{persona} {page.url}"
        assert hidden_acts(page) == {}, f"{persona} {page.url}"


@pytest.mark.parametrize("path", ["/home", f"{RUNNING}/units/1", TEACH, f"{MANAGE}/people"])
def test_main_pages_reflow_at_320_px(open_page: Opener, path: str) -> None:
    persona = {"/t": "fay", "/m": "cora"}.get(path[:2], "ada")
    page = open_page(persona, phone=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("persona", ["ada", "ben", "mo"])
def test_learner_pages_weigh_at_most_31_kb(site: Site, persona: str) -> None:
    with httpx.Client(base_url=site.url, headers={"sec-fetch-site": "same-origin"}) as client:
        client.post("/sign-in/demo", data={"persona": persona})
        for path in PAGES[persona]:
            weight = _weight(client, path)
            assert weight <= BUDGET, f"{path} weighs {weight} bytes"


def _weight(client: httpx.Client, path: str) -> int:
    """Bytes on the wire, gzipped, before a page can be used: itself, its styles and its scripts.

    Besides fonts, icons and pictures, and what is there before it is needed: the styles for paper,
    and the modules that help people write and keep their place.
    """
    html = client.get(path).text
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)">', html)
    scripts = re.findall(r'<script src="([^"]+)" defer>', html)
    assets = [client.get(part).content for part in (*styles, *scripts)]
    assert len(styles) in {1, 2}
    assert len(scripts) == 2
    return sum(len(gzip.compress(data, 6)) for data in (html.encode(), *assets))


def test_pages_work_without_scripts(open_page: Opener) -> None:
    page = open_page(scripts=False)
    sign_in_on(page, "ada")
    page.goto(f"{RUNNING}/units/1")
    assert "Signed by" in page.inner_text("main")
    page = open_page("fay", scripts=False)
    page.goto(f"{TEACH}/sessions/5/attendance")
    assert page.locator("tbody tr").count() == 50
