"""Verifying: a file is dropped anywhere, the address is copied, and both go without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.certificates.models import Certificate, CertificateFile
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.layout]

DROP = """
(where) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["%PDF-1.7 of somebody else"], "a.pdf", { type: "application/pdf" }));
  const told = { dataTransfer: carried, bubbles: true, cancelable: true };
  document.querySelector(where).dispatchEvent(new DragEvent("dragover", told));
  document.querySelector(where).dispatchEvent(new DragEvent("drop", told));
}
"""


def issued(site: Site) -> tuple[str, bytes]:
    """The code of some certificate of the demo, and its file."""
    with site.database.read() as session:
        found = select(Certificate.code, CertificateFile.pdf).join(CertificateFile)
        return session.execute(found).first()  # type: ignore[return-value]


@pytest.mark.parametrize("where", ["[data-drop]", "h1"])
def test_a_file_is_compared_where_it_is_dropped(open_page: Callable[..., Page], where: str) -> None:
    page = open_page()
    page.goto("/verify")
    page.evaluate(DROP, where)
    expect(page.locator("h1")).to_have_text("Not issued here")


def test_the_address_of_a_page_is_copied(open_page: Callable[..., Page], site: Site) -> None:
    code, _file = issued(site)
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/verify/{code}")
    page.click("text=Copy the address")
    expect(page.locator("#status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/verify/{code}"


def test_verdict_is_seen_at_once_and_without_scripts(
    open_page: Callable[..., Page], site: Site
) -> None:
    code, file = issued(site)
    page = open_page(scripts=False, phone=True)
    page.goto("/verify")
    page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": file})
    page.click("text=Compare the file")
    expect(page.locator("h1")).to_have_text("Valid")
    page.goto(f"/verify/{code}")
    word = page.locator("h1").bounding_box()
    assert word
    assert word["y"] + word["height"] < 400
    assert word["height"] >= 36
    assert page.get_by_role("link", name=f"{site.url}/verify/{code}").is_visible()
    assert not page.locator("[data-copies]").is_visible()
