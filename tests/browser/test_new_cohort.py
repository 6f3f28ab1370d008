"""A coordinator makes a cohort like the last one, in four pages, and publishes it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, problems

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
MOST = 25


def let_opal_approve(page: Page, asked: Page) -> None:
    """Once it was asked for."""
    expect(asked).to_have_url(re.compile("/manage/cohorts/fall-2027/credit$"))
    page.goto(asked.url)
    page.get_by_role("button", name="Approve exactly this").click()
    expect(page.get_by_role("heading", name="In force: Version 1")).to_be_visible()


def test_a_cohort_is_set_up_in_four_pages_and_few_interactions(open_page: Opener, axe: str) -> None:
    page = open_page("cora")
    page.goto("/manage/cohorts")
    interactions = 0

    def look() -> None:
        """The page as it is now, wide and on a phone."""
        assert problems(page, axe) == [], page.url
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert problems(page, axe, phone=True) == [], page.url
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def click(name: str) -> None:
        nonlocal interactions
        look()
        page.get_by_role("button", name=re.compile(f"^{name}")).click()
        interactions += 1

    page.get_by_role("link", name="New cohort").click()
    page.get_by_label("Like Fall 2026").check()
    interactions += 2
    click("Start the draft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dates")
    page.get_by_label("Day of the first session").fill("2027-10-14")
    click("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who leads")
    click("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seats and rules")
    page.get_by_label("Seats", exact=True).fill("40")
    interactions += 1
    click("Save and go on")
    expect(page.locator("#session-5")).to_contain_text("Thu, Nov 11")
    expect(page.locator("#session-5 .moved").first).to_be_visible()
    click("Skip the week of Week 7")
    expect(page.locator("#session-7")).to_contain_text("Thu, Dec 2")
    page.get_by_role("link", name="Enter the credit", exact=True).click()
    page.get_by_label(re.compile("^Credit is claimed by those who complete")).check()
    click("Ask for approval")
    let_opal_approve(open_page("opal"), page)
    page.goto("/manage/cohorts/fall-2027/setup/rehearsal")
    interactions += 2
    click("Publish Fall 2027")
    expect(page).to_have_url(re.compile(r"/manage/cohorts/fall-2027\?done=published$"))
    assert interactions <= MOST, interactions
