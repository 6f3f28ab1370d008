"""A snapshot becomes the bytes of an accessible PDF, the same bytes every time.

Runs in a child process (`pool.py`).
"""

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from app.certificates.printing.marking import marked
from app.certificates.printing.templates import TemplatePack, picture_path
from app.certificates.snapshot import CertificateSnapshot, to_json
from app.printing.errors import OTHER_PICTURE, TOO_LONG, RenderError
from app.printing.files import BASE, Files
from app.printing.press import Layout, Press, raise_on_render_warnings

SIZES = ("roomy", "regular", "compact", "dense", "tiny")
MAIN_FACE = "SourceSerif4-Regular.ttf"
NO_PICTURES: Mapping[str, bytes] = {}

_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


class CertificateRenderer:
    """A press with one pack of templates, loaded once in a process and used again and again."""

    def __init__(self, pack: TemplatePack) -> None:
        """Load WeasyPrint and the pack's fonts.

        Raises:
            RenderError: A system library is missing.
        """
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        self._pack = pack
        self._press = Press(pack.fonts_conf)
        self._files = _served(pack.files)
        self._lay_out = self._press.layout(self._files)
        self._main_face = set(TTFont(pack.root / "fonts" / MAIN_FACE).getBestCmap())

    def pdf(
        self,
        snapshot: CertificateSnapshot,
        *,
        preview: bool = False,
        pictures: Mapping[str, bytes] = NO_PICTURES,
    ) -> bytes:
        """The unsigned PDF: one tagged page, all fonts embedded, dated by the snapshot.

        `preview`: with a mark over it that says so. `pictures`: the bytes of those it shows.

        Raises:
            RenderError: It fits on no single page, or something in it cannot be printed.
            TemplateError: The template is missing or has changed since the snapshot was made.
        """
        with raise_on_render_warnings(snapshot.number):
            lay_out = self._layout_with(pictures)
            return self._press.written(self._on_one_page(snapshot, lay_out, preview))

    def _layout_with(self, pictures: Mapping[str, bytes]) -> Layout:
        """The templates may load these pictures, too, each by its own hash."""
        if not pictures:
            return self._lay_out
        for sha256, content in pictures.items():
            if hashlib.sha256(content).hexdigest() != sha256:
                raise RenderError(OTHER_PICTURE(picture=sha256[:12]))
        served = {f"{BASE}{picture_path(own)}": ("image/png", it) for own, it in pictures.items()}
        return self._press.layout({**self._files, **served})

    def _on_one_page(self, snapshot: CertificateSnapshot, lay_out: Layout, preview: bool) -> Any:
        face = "" if self._covers(to_json(snapshot)) else " fallback"
        for size in SIZES:
            html = self._pack.html(snapshot, size + face)
            document = lay_out(marked(html) if preview else html)
            if len(document.pages) == 1:
                return document
        raise RenderError(TOO_LONG(number=snapshot.number))

    def _covers(self, text: str) -> bool:
        return all(ord(character) in self._main_face for character in text)


def _served(files: Mapping[str, bytes]) -> Files:
    """The files of a pack that its templates may load."""
    return {
        BASE + name: (_TYPES[suffix], content)
        for name, content in files.items()
        if (suffix := PurePosixPath(name).suffix) in _TYPES
    }
