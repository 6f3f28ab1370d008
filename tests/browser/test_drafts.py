"""A reflection while it is written: kept by itself, seen in other windows, never written over."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import problems
from tests.browser.pages import RUNNING

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]

UNIT = f"{RUNNING}/units/3"
"""Signed, and open for writing all the same: other journeys begin with week 5 as it is."""


def field(page: Page) -> Any:
    return page.get_by_label("Your reflection")


def state(page: Page) -> Any:
    return page.locator("[data-draft-state]")


def writes(page: Page, text: str) -> None:
    """And wait until the server has it."""
    field(page).fill(text)
    is_kept(page, text)


def is_kept(page: Page, text: str) -> None:
    expect(field(page)).to_have_value(text)
    expect(field(page)).to_have_attribute("data-kept", text)
    expect(state(page)).to_have_text("Draft saved just now.")


def test_what_is_typed_is_kept_shown_elsewhere_and_given_back(open_page: Opener, axe: str) -> None:
    desk = open_page("ada")
    desk.goto(UNIT)
    title = desk.title()
    writes(desk, "I took silence for agreement.")
    expect(desk.locator("#status")).to_have_text("Draft saved just now.")

    other = desk.context.new_page()
    other.goto(UNIT)
    expect(field(other)).to_have_value("I took silence for agreement.")
    field(other).fill("I took silence for agreement. Then I asked.")
    expect(field(desk)).to_have_value("I took silence for agreement. Then I asked.")
    other.close()

    phone = open_page("ada", phone=True)
    phone.goto(UNIT)
    writes(phone, "On the phone.")
    field(desk).fill("On the desk.")
    expect(state(desk)).to_contain_text("You wrote something newer elsewhere.")
    desk.get_by_role("button", name="Save reflection").click()
    expect(desk).to_have_title(f"Error: {title}")
    expect(desk.locator("#newer")).to_have_text("On the phone.")
    expect(field(desk)).to_have_value("On the desk.")
    assert problems(desk, axe, phone=False) == []
    desk.get_by_role("button", name="Save reflection").click()
    expect(state(desk)).to_contain_text("Saved ")
    assert desk.evaluate("localStorage.length") == 0


def test_offline_text_comes_back_and_is_sent_then(open_page: Opener) -> None:
    context = open_page("ada").context
    page = context.new_page()  # being offline is in the console, where nothing else may be
    page.goto(UNIT)
    context.set_offline(True)
    field(page).fill("Typed on a train.")
    expect(state(page)).to_contain_text("It is kept on this device.")
    assert page.evaluate("localStorage.length") == 1
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(UNIT)
    is_kept(again, "Typed on a train.")
    again.reload()
    expect(field(again)).to_have_value("Typed on a train.")


def test_how_long_ago_the_draft_was_saved_is_said(open_page: Opener) -> None:
    page = open_page("ada")
    page.clock.install()
    page.goto(UNIT)
    field(page).fill("I asked what he had seen.")
    page.clock.run_for(10_000)
    is_kept(page, "I asked what he had seen.")  # and not only what was there before
    page.clock.fast_forward(121_000)
    expect(state(page)).to_have_text("Draft saved 2 min ago.")
    page.clock.fast_forward(3 * 3_600_000)
    expect(state(page)).to_have_text("Draft saved 3 h ago.")


def test_what_is_left_is_said_near_the_end_of_the_field(open_page: Opener) -> None:
    page = open_page("ada")
    page.goto(UNIT)
    field(page).fill("x" * 9000)
    expect(page.locator(".left")).to_have_count(0)
    field(page).fill("x" * 9950)
    expect(page.locator(".left")).to_have_text("Characters left: 50")
    expect(page.locator("#status")).to_contain_text("Characters left: 50")
    field(page).fill("x" * 10_001)
    expect(page.locator(".left")).to_have_text("Characters too many: 1")
    expect(state(page)).to_contain_text("Too long.")


def test_sign_out_leaves_nothing_on_the_device(open_page: Opener) -> None:
    page = open_page("ada")
    page.goto("/home")
    page.evaluate("localStorage.setItem('waypost:reflection:x', '{}')")
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    assert page.evaluate("localStorage.length") == 0


def test_other_text_of_the_device_is_offered_and_never_put_in_by_itself(open_page: Opener) -> None:
    context = open_page("ada").context
    desk = context.new_page()
    desk.goto(UNIT)
    writes(desk, "On the server.")
    context.set_offline(True)
    field(desk).fill("On the desk only.")
    expect(state(desk)).to_contain_text("It is kept on this device.")
    desk.close(run_before_unload=False)
    phone = open_page("ada", phone=True)
    phone.goto(UNIT)
    writes(phone, "On the phone.")
    context.set_offline(False)
    again = context.new_page()
    again.goto(UNIT)
    expect(field(again)).to_have_value("On the phone.")
    expect(again.locator("[data-draft-other] blockquote")).to_have_text("On the desk only.")
    again.get_by_role("button", name="Exchange with the field").click()
    is_kept(again, "On the desk only.")
    expect(again.locator("[data-draft-other] blockquote")).to_have_text("On the phone.")
    again.get_by_role("button", name="Throw it away").click()
    expect(again.locator("[data-draft-other]")).to_have_count(0)
    assert again.evaluate("localStorage.length") == 0


def test_text_typed_and_taken_back_is_not_offered_later(open_page: Opener) -> None:
    page = open_page("ada")
    page.goto(UNIT)
    writes(page, "As it is kept.")
    field(page).press_sequentially("!")
    field(page).press("Backspace")
    page.evaluate("dispatchEvent(new Event('online'))")  # it looks what is new
    assert page.evaluate("localStorage.length") == 0
