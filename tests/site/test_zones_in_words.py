"""Time zones are told in words: `Mountain Time`, and never `America/Denver`."""

import re
from zoneinfo import available_timezones

import pytest
from fastapi import FastAPI

from app.certificates.printing.templates import PACK, TemplatePack
from app.web.pages import APP
from tests.addresses import PERSONAS
from tests.certificates.samples import snapshot
from tests.client import SignIn
from tests.page import Page
from tests.site.walked import pages

CODE = re.compile(
    rf"\b(?:{'|'.join(sorted(code for code in available_timezones() if '/' in code))})\b"
)
PRINTED = ("audit_folders", "booklets", "letters", "outcomes", "transcripts")


def codes_in(page: Page) -> list[str]:
    """Those that a page tells; fields to choose a zone from offer most of them by their code."""
    text = page.main.text
    for field in page.all("main select"):
        text = text.replace(field.text, "", 1)
    return CODE.findall(text)


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_tells_a_zone_by_its_code(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]], persona: str
) -> None:
    seen = pages(app, sign_in, objects, persona)
    told = {path: codes_in(page) for path, page in seen if page.all("main")}
    assert {path: codes for path, codes in told.items() if codes} == {}


@pytest.mark.parametrize("key", TemplatePack().keys)
def test_no_certificate_tells_a_zone_by_its_code(key: str) -> None:
    pack = TemplatePack()
    kind, _, look = key.partition("-")
    sheet = snapshot(kind, template_key=key, template_hash=pack.version(key))
    assert CODE.search(sheet.zone)
    assert CODE.findall(pack.html(sheet, look)) == []


def test_no_file_that_is_printed_says_a_zone_as_it_is_stored() -> None:
    """A page is given words; what prints a snapshot or a record has to name its zone."""
    stored = re.compile(r"\{\{[^}]*\.zone *\}\}")
    papers = (path for name in PRINTED for path in (APP / "templates" / name).rglob("*.html"))
    files = [*PACK.rglob("*.html"), *papers]
    assert len(files) >= 10
    assert [str(path) for path in files if stored.search(path.read_text())] == []
