"""The library in a real browser, without a script: preview in a frame, and a pack that is sent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import problems
from tests.browser.touch import SMALL_TARGETS

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


@pytest.mark.parametrize("key", ["competency-self", "final-evaluation", "career-success"])
@pytest.mark.parametrize("phone", [False, True], ids=["1200", "390"])
def test_instrument_is_tried_as_it_will_be_answered(
    open_page: Opener, axe: str, key: str, phone: bool
) -> None:
    page = open_page("cora", phone=phone, touch=phone)
    page.goto(f"{PACK}/instrument/{key}/preview")
    assert problems(page, axe, phone=phone) == []
    assert page.frame_locator("iframe").get_by_text("Preview: nothing is kept").is_visible()
    page.get_by_role("link", name="Open the preview by itself").click()
    assert problems(page, axe) == []
    if phone:
        assert page.evaluate(SMALL_TARGETS) == []
    overlaps = page.evaluate(
        """() => [...document.querySelectorAll(".points")].filter((points) => {
          const words = [...points.querySelectorAll(".anchor")].map((own) =>
            own.getBoundingClientRect());
          return words.some((own, n) => n && own.top < words[n - 1].bottom - 1
            && own.left < words[n - 1].right - 1);
        }).length"""
    )
    assert overlaps == 0


def test_keys_move_over_the_points_of_one_question_and_one_time(open_page: Opener) -> None:
    page = open_page("cora", scripts=False)
    page.goto(f"{PACK}/instrument/competency-self/preview")
    page.get_by_role("link", name="Open the preview by itself").click()
    now = page.get_by_role("group", name="Listening to the end before I give advice Now")
    before = page.get_by_role("group", name="Listening to the end before I give advice Before")
    before.get_by_role("radio", name="2", exact=True).check()
    now.get_by_role("radio", name="4 Moderately skilled").check()
    page.keyboard.press("ArrowRight")
    expect(now.get_by_role("radio", name="5", exact=True)).to_be_checked()
    expect(before.get_by_role("radio", name="2", exact=True)).to_be_checked()
