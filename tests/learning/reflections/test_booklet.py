"""One's own reflections and tools on paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.core.errors import RefusedError
from app.learning.reflections.booklet import OwnOrder, OwnUnit
from app.learning.reflections.printing import OwnBooklets
from tests.certificates.samples import run

TOOL = (
    '<aside id="tool-a" class="callout callout-tool" role="note">'
    '<p class="callout-title">A compact</p>'
    "<table><thead><tr><th>We agree on</th><th>Our words</th></tr></thead>"
    "<tbody><tr><td>Purpose</td><td></td></tr></tbody></table></aside>"
)
ORDER = OwnOrder(
    reader="en",
    content="en",
    program="Small Program",
    cohort="Fall 2026",
    name="Ada Alvarado, MD",
    made_on=date(2026, 11, 18),
    units=[
        OwnUnit(
            "Week 1: Begin", "What did you see?", "I took <b>silence</b>\n  for yes.", "S", TOOL
        ),
        OwnUnit("Week 2: Go on", "And now?", "", "", ""),
    ],
    figures={},
)


@pytest.fixture(scope="module")
def booklets() -> Iterator[OwnBooklets]:
    booklets = OwnBooklets()
    yield booklets
    booklets.close()


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_what_was_written_is_printed_as_it_was_typed_and_each_tool_has_a_page(
    booklets: OwnBooklets,
) -> None:
    first, tool = pages(booklets.printed(ORDER))
    assert "I took <b>silence</b> for yes." in first
    assert "What did you see?" in first
    assert "To write on" in first
    assert "A compact" not in first
    assert "A compact We agree on Our words Purpose" in tool
    assert "Made November 18, 2026" in tool
    assert "Page 2 of 2" in tool


def test_letter_that_no_font_has_keeps_nobody_from_the_rest(
    booklets: OwnBooklets, tmp_path: Path
) -> None:
    unit = ORDER.units[0]._replace(text="It went well \U0001f600 and we go on.")
    (file := tmp_path / "own.pdf").write_bytes(booklets.printed(replace(ORDER, units=[unit])))
    assert "and we go on." in run("pdftotext", file, "-")


def test_words_around_it_are_the_readers(booklets: OwnBooklets) -> None:
    pdf = booklets.printed(replace(ORDER, reader="es"))
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"].startswith("es")  # type: ignore[index]


def test_what_cannot_be_printed_is_refused_with_the_reason(booklets: OwnBooklets) -> None:
    with pytest.raises(RefusedError):
        booklets.printed(replace(ORDER, units=None))  # type: ignore[arg-type]
