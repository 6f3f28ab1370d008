"""The booklet of a module: what one version of it says, set on paper.

This is what goes into the printing process and what its pages are made of; `body.py` takes
a text apart for paper, `printer.py` prints it.

It is one file for all its readers, so what stands around the text is in the program's language.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version as version_of_package
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.content.booklets.body import SLOT, BookletText, around
from app.language import Text, _, markup
from app.language.languages import ENGLISH, LANGUAGES, Language
from app.packs.schema import ModuleData

APP = Path(__file__).resolve().parents[2]
TEMPLATES = APP / "templates" / "booklets"
STYLE = "booklet.css"
FONTS_CONF = APP / "printing" / "fonts" / "fonts.conf"
CERTIFICATE_FONTS = APP.parent / "certificates" / "fonts"

FEW_NOTES = 5
"""So many stand below the text that they belong to."""


@dataclass(frozen=True)
class BookletFigure:
    """A figure's file."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class BookletOrder:
    """One version of a module, with everything its booklet shows."""

    program: str
    """The program's title."""
    language: str
    """What the program is written in, as in the attribute `lang`."""
    hash: str
    loaded_on: date
    data: ModuleData
    html: str
    figures: Mapping[str, BookletFigure]
    """By the name that the text shows them by."""

    @property
    def frame(self) -> Language:
        """What the words around the text are in: its own language, where we have words in it."""
        return LANGUAGES.get(self.language, ENGLISH)

    @property
    def lang(self) -> str:
        """For the attribute `lang`, with the region whose dates are meant."""
        known = LANGUAGES.get(self.language)
        return known.region.replace("_", "-") if known else self.language


@dataclass(frozen=True)
class Booklet:
    """A booklet as it was printed."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class BookletPage:
    """What the template shows."""

    order: BookletOrder
    body: BookletText

    @property
    def notes_come_last(self) -> bool:
        """Whether the notes stand behind the answers, which is where there is room for many."""
        return self.order.data.check is not None and self.body.notes > FEW_NOTES

    @property
    def foot(self) -> str:
        """`Mentor Development Program · Defining mentoring`."""
        return f"{self.order.program} · {self.order.data.short_title}"

    @property
    def edition(self) -> str:
        """Which text this is: `Text 1f2e3d4c, loaded November 22, 2026`."""
        hash_, loaded = self.order.hash[:8], self.order.loaded_on
        return str(_("Text {hash}, loaded {loaded:date}", hash=hash_, loaded=loaded))

    @property
    def page_number(self) -> tuple[str, ...]:
        """The words before, between and after the two numbers, which the press knows."""
        return around(_("Page {page} of {pages}", page=SLOT, pages=SLOT))

    @property
    def times(self) -> Text:
        """What the minutes of the module are for; nothing that takes none."""
        data = self.order.data
        required = sum(reading.minutes for reading in data.readings if reading.required)
        check = data.check.minutes if data.check else 0
        reflection = data.reflection.minutes
        parts = (
            (data.text_minutes, _("text {minutes}", minutes=data.text_minutes)),
            (required, _("required reading {minutes}", minutes=required)),
            (reflection, _("reflection {minutes}", minutes=reflection)),
            (check, _("knowledge check {minutes}", minutes=check)),
        )
        return _(
            "{minutes:minutes}: {parts:list}",
            minutes=data.minutes,
            parts=tuple(words for minutes, words in parts if minutes),
        )


def html_of(page: BookletPage) -> str:
    """The page, complete."""
    return environment().get_template("booklet.html").render(page=page)


@cache
def template_hash() -> str:
    """A hash over all that decides how a booklet looks, besides the text."""
    own = [APP / "content" / "booklets" / f"{part}.py" for part in ("booklet", "body", "printer")]
    press = APP / "printing" / "press.py"
    styles = [TEMPLATES / "booklet.html", TEMPLATES / STYLE, FONTS_CONF]
    fonts = [*FONTS_CONF.parent.glob("*.ttf"), *CERTIFICATE_FONTS.glob("*.ttf")]
    digest = hashlib.sha256(version_of_package("weasyprint").encode())
    for file in [*own, press, *styles, *sorted(fonts)]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@cache
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
    return made
