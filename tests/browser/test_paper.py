"""A unit on paper, as the browser prints it."""

import io
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.layout]
UNIT = "/cohorts/spring-2026/units/1"


def test_tool_has_a_page_of_its_own_and_nothing_to_press_is_printed(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("ben")
    page.goto(UNIT)
    tool = page.locator(".callout-tool").first
    title = tool.locator(".callout-title").inner_text()
    after = tool.locator("xpath=following-sibling::*").first.inner_text()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter")))
    sheets = [" ".join(sheet.extract_text().split()) for sheet in printed.pages]

    (own,) = [sheet for sheet in sheets if sheet.startswith(title)]
    assert " ".join(after.split())[:30] not in own
    everything = " ".join(sheets)
    for word in ("My record", "Sign out", "Save reflection", "On this page", "Contents", "\u21a9"):
        assert word not in everything


def test_unit_on_paper_has_ones_own_reflection(open_page: Callable[..., Page]) -> None:
    page = open_page("ben")
    page.goto(UNIT)
    written = page.locator("#reflection #text").input_value()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter")))
    everything = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert written
    assert " ".join(written.split()) in everything


def test_empty_cells_of_a_tool_have_room_for_handwriting(open_page: Callable[..., Page]) -> None:
    page = open_page("ben")
    page.goto(UNIT)
    page.emulate_media(media="print")
    heights = page.evaluate(
        "[...document.querySelectorAll('.callout-tool td:empty')].map(cell => cell.offsetHeight)"
    )
    assert heights
    assert min(heights) >= 40
