"""Prints covers of audit folders, in a child process."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.credit.phrase import mark_phrase
from app.history.audit_folders.cover.words import Cover
from app.printing.files import BASE
from app.printing.press import Press, raise_on_render_warnings

APP = Path(__file__).resolve().parents[3]
TEMPLATES = APP / "templates" / "audit_folders"
STYLE = "cover.css"
FONTS_CONF = APP / "printing" / "fonts" / "fonts.conf"


class CoverPrinter:
    """What one printing process holds in memory."""

    def __init__(self) -> None:
        """Load WeasyPrint and the fonts.

        Raises:
            RenderError: A system library is missing.
        """
        self._press = Press(FONTS_CONF)
        style = (TEMPLATES / STYLE).read_bytes()
        self._lay_out = self._press.layout({BASE + STYLE: ("text/css", style)})

    def __call__(self, cover: Cover) -> bytes:
        """The cover as a tagged PDF.

        Raises:
            RenderError: Something in it cannot be printed.
        """
        with raise_on_render_warnings(cover.title):
            return self._press.written(self._lay_out(html_of(cover)))


def html_of(cover: Cover) -> str:
    """The cover, complete."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"credits": mark_phrase}
    return made.get_template("cover.html").render(cover=cover)
