"""Prints a learner's own booklet in a child process, while its reader waits a few seconds."""

from app.content.booklets.booklet import FONTS_CONF, STYLE, TEMPLATES
from app.core.errors import RefusedError
from app.language.languages import writing_in
from app.learning.reflections.booklet import OwnOrder, html_of
from app.printing.errors import NOT_PRINTED, RenderError
from app.printing.files import BASE, Files
from app.printing.pool import ReaderPool
from app.printing.press import Press

SECONDS = 30.0
"""For one print."""


class OwnBookletPrinter:
    """What the printing process holds in memory."""

    def __init__(self) -> None:
        """Load WeasyPrint and the fonts.

        Raises:
            RenderError: A system library is missing.
        """
        self._press = Press(FONTS_CONF)
        self._style = (TEMPLATES / STYLE).read_bytes()

    def __call__(self, order: OwnOrder) -> bytes:
        """The booklet as a tagged PDF.

        A letter that our fonts lack is printed as a box: these are somebody's own words, and no
        reason to refuse them all the others.
        """
        with writing_in(order.frame):
            document = self._press.layout(self._files(order))(html_of(order))
            return self._press.written(document)

    def _files(self, order: OwnOrder) -> Files:
        figures = {
            f"figure:{name}": (picture.media_type, picture.content)
            for name, picture in order.figures.items()
        }
        return {BASE + STYLE: ("text/css", self._style), **figures}


class OwnBooklets:
    """Prints own booklets; the printing process starts when first needed."""

    def __init__(self) -> None:
        self.pool: ReaderPool[OwnOrder, bytes] = ReaderPool(OwnBookletPrinter, patience=SECONDS)

    def printed(self, order: OwnOrder) -> bytes:
        """The PDF.

        Raises:
            RefusedError: It could not be printed, with the reason.
            BusyError: Too many are printing.
        """
        try:
            return self.pool.produce(order)
        except RenderError as error:
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error

    def close(self) -> None:
        """End the printing process."""
        self.pool.close()
