"""Prints reports to leaders, in a child process."""

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
from app.outcomes.leadership.sheet.sheet import Room, Sheet
from app.printing.errors import RenderError
from app.printing.files import BASE
from app.printing.press import Press, raise_on_render_warnings

PAGES = 2
TOO_MUCH = ReasonKind(
    "leadership.too_much",
    "The report does not fit on {count} page. Its quotes or names are too long.",
    "The report does not fit on {count} pages. Its quotes or names are too long.",
)
LEVELS = (
    Room(groups=12, quotes=2, cohorts=8),
    Room(groups=9, quotes=1, cohorts=6),
    Room(groups=5, quotes=1, cohorts=4, tight=True),
    Room(groups=2, quotes=0, cohorts=3, tight=True),
)
"""Until two pages hold it; the last one holds the longest names that there are."""


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
            for room in LEVELS:
                sheet = Sheet(order, room)
                document = self._lay_out(html_of(sheet))
                if len(document.pages) <= PAGES:
                    break
            else:
                raise RenderError(TOO_MUCH(count=PAGES))
            return PrintedReport(
                self._press.written(document), len(document.pages), sheet.paragraph
            )


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
