"""A snapshot becomes the bytes of an accessible PDF, the same bytes every time.

Runs in a child process (`pool.py`): WeasyPrint is not thread-safe, and rendering in the web process
would make every other request wait.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from app.certificates.snapshot import CertificateSnapshot, to_json
from app.certificates.templates import TemplatePack

SIZES = ("roomy", "regular", "compact", "dense", "tiny")
MAIN_FACE = "SourceSerif4-Regular.ttf"
VARIANT = "pdf/ua-1"


class RenderError(Exception):
    """The certificate cannot be printed as it is; the message says why, for a coordinator."""


class Renderer:
    """WeasyPrint with one pack of templates, loaded once in a process and used again and again."""

    def __init__(self, pack: TemplatePack) -> None:
        """Load WeasyPrint and the pack's fonts.

        Raises:
            RenderError: A system library is missing.
        """
        self._pack = pack
        with _only_fonts_of(pack.fonts_conf):
            import weasyprint
            import weasyprint.pdf.fonts
            from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
            from weasyprint.text.fonts import FontConfiguration

            from app.certificates.assets import BASE, PackFetcher

            self._fonts = FontConfiguration()
        if not weasyprint.pdf.fonts.harfbuzz_subset:
            raise RenderError("libharfbuzz-subset is missing (Debian: libharfbuzz-subset0).")
        self._page = partial(weasyprint.HTML, base_url=BASE, url_fetcher=PackFetcher(pack.files))
        self._main_face = set(TTFont(pack.root / "fonts" / MAIN_FACE).getBestCmap())

    def pdf(self, snapshot: CertificateSnapshot) -> bytes:
        """The unsigned PDF: one tagged page, all fonts embedded, dated by the snapshot.

        Raises:
            RenderError: It fits on no single page, or something in it cannot be printed.
            TemplateError: The template is missing or has changed since the snapshot was made.
        """
        with _complaints() as complaints:
            content: bytes = self._laid_out(snapshot).write_pdf(pdf_variant=VARIANT)
        if complaints:
            raise RenderError(f"Certificate {snapshot.number}: {'; '.join(complaints)}")
        return content

    def _laid_out(self, snapshot: CertificateSnapshot) -> Any:
        face = "" if self._covers(to_json(snapshot)) else " fallback"
        for size in SIZES:
            page = self._page(string=self._pack.html(snapshot, size + face))
            document = page.render(font_config=self._fonts, pdf_variant=VARIANT)
            if len(document.pages) == 1:
                return document
        raise RenderError(f"Certificate {snapshot.number} does not fit on one page.")

    def _covers(self, text: str) -> bool:
        return all(ord(character) in self._main_face for character in text)


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


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint only logs: a missing letter, a file not served, CSS it ignores."""
    complaints: list[str] = []
    handler = _Collector(complaints)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield complaints
    finally:
        logger.removeHandler(handler)


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
