"""Somebody new comes from the announcement of a series to its next session, and leaves it again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import SERIES

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
IVY = "ivy.ito@example.org"


def test_somebody_new_registers_reads_what_comes_and_leaves(open_page: Opener) -> None:
    page = open_page(phone=True)
    page.goto("/")
    page.get_by_role("link", name="See Faculty Hour").click()
    expect(page.locator("main")).to_contain_text("Johanna Vries, MD, PhD")
    page.get_by_role("link", name="I am new here").click()
    page.get_by_label("Email address").fill(IVY)
    page.get_by_label("Given name").fill("Ivy")
    page.get_by_label("Family name").fill("Ito")
    page.get_by_label("Institution").select_option(index=2)
    page.get_by_label("Profession").select_option("physician")
    page.get_by_role("button", name="Email me a link").click()
    expect(page.locator("main")).to_contain_text("Check your email")
    page.goto("/demo/mail")
    page.locator(f"a[href*='/join/{SERIES}/newcomer/']").first.click()
    page.get_by_role("button", name="Verify and go on").click()
    page.get_by_role("button", name="Register").click()
    page.get_by_role("link", name="See all sessions").click()
    expect(page).to_have_url(re.compile(f"/cohorts/{SERIES}$"))
    expect(page.locator("main")).to_contain_text("No session attended so far.")
    page.goto("/home")
    page.get_by_role("link", name="Read what it is about").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("After this session you can")
    page.goto(f"/cohorts/{SERIES}")
    page.get_by_role("link", name="Leave the series").click()
    page.get_by_role("button", name="Leave the series").click()
    expect(page.locator("main")).to_contain_text("Come to what you like")
