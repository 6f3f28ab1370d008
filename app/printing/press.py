"""WeasyPrint as it is used here: bundled fonts only, PDF/UA, and every complaint a refusal.

For child processes (`pool.py`): WeasyPrint is not thread-safe, and laying out in the web process
would make every other request wait.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from app.printing.errors import COMPLAINT, NO_LETTERS, NO_LIBRARY, RenderError
from app.printing.files import BASE, Files

VARIANT = "pdf/ua-1"
Layout = Callable[[str], Any]
"""HTML in, WeasyPrint's document out: its pages can be counted before it is written."""


class Press:
    """WeasyPrint with one set of fonts, loaded once in a process and used again and again."""

    def __init__(self, fonts_conf: Path) -> None:
        """Load WeasyPrint and the fonts that a fontconfig file names.

        Raises:
            RenderError: A system library is missing.
        """
        with _only_fonts_of(fonts_conf):
            import weasyprint
            import weasyprint.pdf.fonts
            from weasyprint.text.fonts import FontConfiguration

            from app.printing.fetcher import MemoryFetcher

            self._fonts = FontConfiguration()
        if not weasyprint.pdf.fonts.harfbuzz_subset:
            raise RenderError(NO_LIBRARY)
        self._html = weasyprint.HTML
        self._fetcher = MemoryFetcher

    def layout(self, files: Files) -> Layout:
        """Lays out pages that may load these files and nothing else."""
        page = partial(self._html, base_url=BASE, url_fetcher=self._fetcher(files))
        fonts = self._fonts
        return lambda html: page(string=html).render(font_config=fonts, pdf_variant=VARIANT)

    def written(self, document: Any) -> bytes:
        """The document as an accessible PDF: tagged, all fonts embedded."""
        content: bytes = document.write_pdf(pdf_variant=VARIANT)
        return content


@contextmanager
def raise_on_render_warnings(title: str) -> Iterator[None]:
    """Refuse what WeasyPrint only logs: a missing letter, a file not served, CSS it ignores.

    Raises:
        RenderError: There was such a complaint; it names what was printed.
    """
    handler = _Collector()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if handler.letters:
        raise RenderError(NO_LETTERS(title=title, letters=tuple(handler.letters)))
    if handler.complaints:
        raise RenderError(COMPLAINT(title=title, detail="; ".join(handler.complaints)))


@contextmanager
def _only_fonts_of(configuration: Path) -> Iterator[None]:
    """Let fontconfig see this configuration while it loads, and put the environment back."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.letters: dict[str, None] = {}
        self.complaints: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(".notdef") and isinstance(record.args, tuple):
            letter, codepoint = record.args
            self.letters[f"{letter} (U+{codepoint:04X})"] = None
        else:
            self.complaints[message] = None
