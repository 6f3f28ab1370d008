"""The library in a real browser, without a script: preview in a frame, and a pack that is sent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]

PACK = "/manage/content/mentor-development"


def test_preview_shows_the_learners_page_as_wide_as_a_phone(open_page: Opener) -> None:
    page = open_page("cora", scripts=False)
    page.goto(f"{PACK}/module/defining-mentoring/preview?width=phone")
    frame = page.frame_locator("iframe")
    assert frame.get_by_text("Preview: nothing is recorded").first.is_visible()
    assert frame.locator("#module").is_visible()
    assert page.locator("iframe").evaluate("frame => frame.clientWidth") == 390
    assert frame.locator(".split").evaluate("one => one.scrollWidth <= innerWidth")
    assert frame.get_by_role("button", name="Save reflection").is_disabled()
    page.get_by_role("link", name="Desktop").click()
    assert page.locator("iframe").evaluate("frame => frame.clientWidth") > 1000
    page.get_by_role("link", name="Knowledge check").click()
    assert frame.get_by_role("heading", name="All feedback").is_visible()


def test_exported_pack_is_sent_checked_and_thrown_away(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("cora", scripts=False)
    page.goto(PACK)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as zip").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("mentor-development-release-")
    page.get_by_role("link", name="Import", exact=True).click()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Check this pack").click()
    assert page.get_by_role("heading", name="Nothing to import").is_visible()
    page.get_by_role("button", name="Delete this zip").click()
    assert page.url.endswith("/manage/content")


def test_second_click_does_not_send_a_form_again(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("cora")
    page.goto(PACK)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as zip").click()
    download.value.save_as(tmp_path / "pack.zip")
    page.goto("/manage/content/import")
    page.set_input_files("#file", tmp_path / "pack.zip")
    page.get_by_role("button", name="Check this pack").click()
    page.wait_for_url("**/import/*")
    page.wait_for_load_state()  # a slow machine shows the button before the script is there
    sent: list[Route] = []

    def answer_late(route: Route) -> None:
        sent.append(route)

    page.route("**/discard", answer_late)
    page.get_by_role("button", name="Delete this zip").evaluate(
        "button => { button.click(); setTimeout(() => button.click(), 150); }"
    )
    page.wait_for_timeout(400)
    assert len(sent) == 1
    sent[0].continue_()
    page.wait_for_url("**/manage/content")
    assert page.get_by_role("heading", name="Content", exact=True).is_visible()
