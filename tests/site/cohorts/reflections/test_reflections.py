"""All that somebody wrote, on one page and as a PDF, for nobody else."""

from io import BytesIO

import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from tests.cast import Cast
from tests.client import Browser, SignIn, Statements
from tests.learning.open_unit import OPEN
from tests.printing.crowd import no_room

FALL = "/cohorts/fall-2026"
PAGE = f"{FALL}/reflections"
OTHERS = ("ben", "fay", "cora", "lee", "abe")


def write(ada: Browser, text: str, *, unit: int = 2, seen: str = "0.0", **more: str) -> None:
    sent = {"text": text, "seen": seen, **more}
    assert ada.post(f"{FALL}/units/{unit}/reflection", data=sent).status_code == 303


def draft(ada: Browser, text: str, seen: str) -> None:
    ada.post(f"{OPEN}/reflection/draft", data={"text": text, "seen": seen})


def test_every_open_unit_is_there_with_its_prompt_and_none_that_has_not_opened(
    sign_in: SignIn,
) -> None:
    page = sign_in("ada").page(PAGE)
    assert [title[:6] for title in page.texts("h2")] == ["Week 1", "Week 2"]
    assert "Week 3 opens Mon, Nov 23" in page.text
    assert "Week 4" not in page.text


def test_newest_version_is_shown_and_a_newer_draft_is_said_to_be_there(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    write(ada, "I took\n  silence for yes.")
    card = ada.page(PAGE).section("Week 2: Module 2 title")
    assert card.texts(".written") == ["I took silence for yes."]
    assert "Private" in card.text
    assert "newer draft" not in card.text
    draft(ada, "I took silence.", "1.0")
    card = ada.page(PAGE).section("Week 2: Module 2 title")
    assert card.texts(".written") == ["I took silence for yes."]
    assert "You have a newer draft that is not saved yet" in card.text


def test_draft_of_what_was_never_saved_is_shown_as_one(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    draft(ada, "I took", "0.0")
    card = ada.page(PAGE).section("Week 2: Module 2 title")
    assert card.texts(".written") == ["I took"]
    assert "Draft kept Wed, Nov 18" in card.text


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("page", [PAGE, f"{PAGE}.pdf"])
def test_nobody_else_reads_it_even_when_it_is_shared(sign_in: SignIn, who: str, page: str) -> None:
    write(sign_in("ada"), "Between us.", shared="yes")
    answer = sign_in(who).get(page)
    assert answer.status_code in {403, 404}
    assert "Between us." not in answer.text


def test_who_is_not_signed_in_is_sent_to_sign_in(browser: Browser) -> None:
    assert browser.get(PAGE).status_code == browser.get(f"{PAGE}.pdf").status_code == 303


def test_pdf_has_what_was_written_and_no_browser_keeps_it(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    write(ada, "I took silence for yes.")
    answer = ada.get(f"{PAGE}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "I took silence for yes." in printed
    assert "Ada Alvarez, MD" in printed


def test_where_too_many_print_one_is_told_when_to_come_back(app: FastAPI, sign_in: SignIn) -> None:
    ada = sign_in("ada")
    with no_room(app.state.own_booklets.pool):
        answer = ada.get(f"{PAGE}.pdf")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.page.heading == "Wait a moment"
    assert "Try again in half a minute." in answer.page.text


@pytest.mark.parametrize("path", ["/home", "/my/record", FALL, OPEN])
def test_page_is_found_from_where_one_works(sign_in: SignIn, path: str) -> None:
    assert sign_in("ada").page(path).link("My reflections and tools") == PAGE


def test_unit_on_paper_has_what_one_wrote(sign_in: SignIn) -> None:
    ada = sign_in("ada")
    assert ada.page(OPEN).texts("#reflection .print-only") == []
    write(ada, "I took silence for yes.")
    assert ada.page(OPEN).texts("#reflection .print-only") == ["I took silence for yes."]


def test_as_many_statements_for_two_texts_as_for_none(
    sign_in: SignIn, statements: Statements, cast: Cast
) -> None:
    ada = sign_in("ada")
    ada.get(PAGE)
    with statements() as count:
        ada.get(PAGE)
    before = count.total
    write(ada, "One.", unit=1)
    write(ada, "Two.")
    with statements() as count:
        ada.get(PAGE)
    assert count.total == before <= 6, count.seen
