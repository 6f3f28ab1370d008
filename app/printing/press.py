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

from app.printing.errors import RenderError
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
            raise RenderError("libharfbuzz-subset is missing (Debian: libharfbuzz-subset0).")
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
def raise_on_render_warnings(about: str) -> Iterator[None]:
    """Refuse what WeasyPrint only logs: a missing letter, a file not served, CSS it ignores.

    Raises:
        RenderError: There was such a complaint. `about` begins its message.
    """
    complaints: list[str] = []
    handler = _Collector(complaints)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if complaints:
        raise RenderError(f"{about}: {'; '.join(complaints)}")


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
    def __init__(self, complaints: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._complaints = complaints

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(".notdef") and isinstance(record.args, tuple):
            letter, codepoint = record.args
            message = f"the fonts have no letter “{letter}” (U+{codepoint:04X})"
        if message not in self._complaints:
            self._complaints.append(message)
