"""Setting up the second step in a real browser, with the codes that a real phone would show."""

from datetime import datetime

from playwright.sync_api import Page, expect

from tests.phones import Phone


def begin(page: Page) -> None:
    """From where somebody is led at their first sign-in."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second step")
    page.get_by_role("button", name="Start setting it up").click()
    picture = page.locator("img[src$='qr.svg']")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }")


def confirm(page: Page, now: datetime) -> Phone:
    """Type the secret into the phone and its code into the page; go on to what was wanted."""
    page.get_by_text("It cannot be scanned?").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(Phone(secret).code(now))
    page.get_by_role("button", name="Turn the second step on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    codes = page.locator("#codes").inner_text().split()
    page.get_by_role("link", name="I have kept them: go on").click()
    return Phone(secret, tuple(codes))
