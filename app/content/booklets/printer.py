"""Prints booklets, in a child process."""

import os

from app.content.booklets import body
from app.content.booklets.booklet import (
    FONTS_CONF,
    STYLE,
    TEMPLATES,
    Booklet,
    BookletOrder,
    BookletPage,
    html_of,
)
from app.language.languages import writing_in
from app.printing.files import BASE, Files
from app.printing.press import Press, raise_on_render_warnings

NICE_LEVEL = 10
"""Booklets wait for whatever else the machine has to do: nobody is watching."""


class BookletPrinter:
    """What one printing process holds in memory."""

    def __init__(self) -> None:
        """Load WeasyPrint and the fonts.

        Raises:
            RenderError: A system library is missing.
        """
        if hasattr(os, "nice"):
            os.nice(NICE_LEVEL)
        self._press = Press(FONTS_CONF)
        self._style = (TEMPLATES / STYLE).read_bytes()

    def __call__(self, order: BookletOrder) -> Booklet:
        """The booklet as a tagged PDF, dated by its version: the same order, the same bytes.

        Raises:
            RenderError: Something in it cannot be printed; the message says what.
        """
        with writing_in(order.frame), raise_on_render_warnings(order.data.title):
            page = BookletPage(order, body.split(order.html))
            document = self._press.layout(self._files(order))(html_of(page))
            return Booklet(self._press.written(document), len(document.pages))

    def _files(self, order: BookletOrder) -> Files:
        figures = {
            f"figure:{name}": (picture.media_type, picture.content)
            for name, picture in order.figures.items()
        }
        return {BASE + STYLE: ("text/css", self._style), **figures}
