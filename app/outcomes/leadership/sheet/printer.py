"""Prints reports to leaders, in a child process."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.credit.phrase import mark_phrase
from app.language import markup
from app.language.languages import writing_in
from app.language.reasons import ReasonKind
from app.outcomes.leadership.sheet.order import (
    FONTS_CONF,
    STYLE,
    TEMPLATES,
    PrintedReport,
    SheetOrder,
)
from app.outcomes.leadership.sheet.quotes import MOST
from app.outcomes.leadership.sheet.sheet import LEAST_GROUPS, Room, Sheet
from app.printing.errors import RenderError
from app.printing.files import BASE
from app.printing.press import Press, raise_on_render_warnings

PAGES = 2
SECOND = "second"
"""The id of what begins the second page."""
TOO_MUCH = ReasonKind(
    "leadership.too_much",
    "The report does not fit on {count} page. Its quotes or names are too long.",
    "The report does not fit on {count} pages. Its quotes or names are too long.",
)


class Steps(NamedTuple):
    """How much is shown, step by step less, on each of both pages."""

    tight: bool
    short: bool
    first: Sequence[tuple[int, int]]
    """Quotes and cohorts."""
    second: Sequence[int]
    """Lines of a table of groups."""


STEPS = (
    Steps(False, False, [(MOST, 8)], [12, 8]),
    Steps(True, False, [(MOST, 6), (3, 5), (2, 4), (1, 4), (0, 3)], [9, 6, 4, LEAST_GROUPS]),
    Steps(True, True, [(MOST, 6), (2, 4), (1, 3), (0, 3)], [6, 4, LEAST_GROUPS]),
)
"""Until two pages hold it; the last ones hold the longest names that there are.

What has no room on one page takes nothing from the other but the size of its letters.
"""


class ReportPrinter:
    """What one printing process holds in memory."""

    def __init__(self) -> None:
        """Load WeasyPrint and the fonts.

        Raises:
            RenderError: A system library is missing.
        """
        press = Press(FONTS_CONF)
        self._press = press
        self._lay_out = press.layout({BASE + STYLE: ("text/css", (TEMPLATES / STYLE).read_bytes())})

    def __call__(self, order: SheetOrder) -> PrintedReport:
        """The report as a tagged PDF of two pages, dated by its cut-off.

        Raises:
            RenderError: Something in it cannot be printed, or it fits on no two pages.
        """
        with writing_in(order.frame), raise_on_render_warnings(order.report.program):
            for steps in STEPS:
                found = self._fitted(order, steps)
                if found is not None:
                    sheet, document = found
                    pdf = self._press.written(document)
                    return PrintedReport(pdf, len(document.pages), sheet.paragraph)
            raise RenderError(TOO_MUCH(count=PAGES))

    def _fitted(self, order: SheetOrder, steps: Steps) -> tuple[Sheet, Any] | None:
        """The most of it that two pages hold in letters of one size; None: too little."""
        at_first = at_second = 0
        while at_first < len(steps.first) and at_second < len(steps.second):
            quotes, cohorts = steps.first[at_first]
            room = Room(steps.second[at_second], quotes, cohorts, steps.tight, steps.short)
            sheet = Sheet(order, room)
            document = self._lay_out(html_of(sheet))
            first = _pages_before(document, SECOND)
            if len(document.pages) <= PAGES and first == 1:
                return sheet, document
            at_first += first > 1
            at_second += len(document.pages) - first > 1
        return None


def _pages_before(document: Any, anchor: str) -> int:
    """How many pages there are before an element."""
    return next(number for number, page in enumerate(document.pages) if anchor in page.anchors)


def html_of(sheet: Sheet) -> str:
    """The report, complete."""
    return environment().get_template("leadership.html").render(page=sheet)


def environment() -> Environment:
    """The templates of what is set on paper here."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": markup.gettext}
    made.filters |= {"credits": mark_phrase}
    return made
