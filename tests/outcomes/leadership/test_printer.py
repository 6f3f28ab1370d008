"""The report as a PDF: two pages whatever stands in it, tagged, its fonts embedded."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.outcomes.leadership.answers import Quote
from app.outcomes.leadership.faculty import Faculty, read_faculty
from app.outcomes.leadership.sheet.order import PrintedReport, SheetOrder
from app.outcomes.leadership.sheet.printer import ReportPrinter
from app.outcomes.leadership.sheet.quotes import LONGEST, MOST
from app.printing.errors import RenderError
from tests.certificates.samples import run
from tests.outcomes.leadership.samples import (
    UNM,
    cohort,
    compared,
    everything_measured,
    taking,
    takings,
    told,
    trial_measured,
)

SPRING = cohort("spring 2026", takings(30, 16) + takings(20, 11, "Sonoran"))
LONG = "The University of the Southern and Northern Mountains Health Sciences Center at"
QUOTE = "I stopped guessing why she was late, and asked what her week looked like. " * 3


@pytest.fixture(scope="module")
def printer() -> ReportPrinter:
    return ReportPrinter()


def crowded(language: str) -> SheetOrder:
    """Thirteen institutions, thirty departments and nine ranks with the longest names, full."""
    people = [
        taking(
            f"{n}",
            f"{LONG} Town {n % 13}",
            f"Adjunct clinical associate professor of the kind {n % 9}",
            f"Department of Internal and Preventive Medicine and Surgery {n % 30}",
            completed=n % 2 == 0,
        )
        for n in range(390)
    ]
    runs = [cohort(f"fall and spring of the year {2020 + n}", people) for n in range(9)]
    table = [f"institution; {LONG} Town {n}; {300 + n}" for n in range(13)]
    faculty = read_faculty("\n".join([*table, "all; ; 19400"]))
    assert isinstance(faculty, Faculty)
    measured = everything_measured(QUOTE.strip())
    report = told(*runs, faculty=faculty, costs=UNM, measured=measured)
    return SheetOrder(report, 12, language, invented=True)


def with_quotes(order: SheetOrder, *lengths: int) -> SheetOrder:
    """The same with quotes of so many letters."""
    words = "whatever she brought we began with it "
    quotes = [
        Quote(str(number), (words * 9)[:length], "Spring 2026")
        for number, length in enumerate(lengths)
    ]
    report = order.report
    return replace(order, report=replace(report, measured=replace(report.measured, quotes=quotes)))


@pytest.mark.parametrize("language", ["en", "es", "en-XA"])
@pytest.mark.layout
def test_longest_quotes_leave_it_two_pages(printer: ReportPrinter, language: str) -> None:
    full, trial = crowded(language), trial_measured(compared(), compared(wave=12))
    of_trial = replace(full, report=replace(full.report, measured=trial))
    for order in (full, of_trial):
        printed = printer(with_quotes(order, *[LONGEST] * MOST))
        assert len(PdfReader(BytesIO(printed.pdf)).pages) == printed.pages == 2


@pytest.mark.layout
def test_usual_report_has_room_for_four_quotes(printer: ReportPrinter, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printer(with_quotes(usual(), *[LONGEST] * MOST)).pdf)
    words = " ".join(run("pdftotext", "-f", "1", "-l", "1", file, "-").split())
    assert words.count("Spring 2026, its evaluation") == MOST


@pytest.mark.parametrize("language", ["en", "es", "en-XA"])
@pytest.mark.layout
def test_two_pages_hold_whatever_there_is(printer: ReportPrinter, language: str) -> None:
    printed = printer(crowded(language))
    assert len(PdfReader(BytesIO(printed.pdf)).pages) == printed.pages == 2


def usual(quote: str = "It took four minutes.") -> SheetOrder:
    measured = everything_measured(quote)
    return SheetOrder(told(SPRING, costs=UNM, measured=measured), 3, "en", invented=False)


@pytest.fixture(scope="module")
def printed(printer: ReportPrinter) -> PrintedReport:
    return printer(usual())


@pytest.mark.layout
def test_file_is_sound_tagged_and_brings_its_fonts(printed: PrintedReport, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printed.pdf)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    info = run("pdfinfo", file)
    assert "Tagged:          yes" in info
    assert "Title:           Mentor Development Program: report 3 to leaders" in info
    fonts = run("pdffonts", file).splitlines()[2:]
    assert fonts
    assert all(font.split()[-5:-2] == ["yes", "yes", "yes"] for font in fonts)


@pytest.mark.layout
def test_every_number_is_text_that_can_be_read(printed: PrintedReport, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printed.pdf)
    words = " ".join(run("pdftotext", "-layout", file, "-").split())
    for said in (
        "54% 27 of 50",
        "Addressing diversity 86 4.70 5.35",
        "AMA PRA Category 1 Credit(s)™ 15 157.25",
        "$2,407",
        "“It took four minutes.”",
        "Page 2 of 2",
    ):
        assert said in words
    assert " ".join(printed.paragraph.split()) in words


@pytest.mark.layout
def test_same_report_is_the_same_bytes(printer: ReportPrinter, printed: PrintedReport) -> None:
    assert printer(usual()).pdf == printed.pdf


@pytest.mark.layout
def test_letter_that_no_font_has_is_said(printer: ReportPrinter) -> None:
    with pytest.raises(RenderError, match="lack these letters"):
        printer(usual("A dragon \U00012000 wrote this."))
