"""What goes into the printing process, and what comes out."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version as version_of_package
from pathlib import Path

from app.language.languages import ENGLISH, LANGUAGES, Language
from app.outcomes.leadership.told import Report

APP = Path(__file__).resolve().parents[3]
TEMPLATES = APP / "templates" / "outcomes"
STYLE = "leadership.css"
FONTS_CONF = APP / "printing" / "fonts" / "fonts.conf"


@dataclass(frozen=True)
class SheetOrder:
    """A report to print."""

    report: Report
    number: int
    """Which report of its program it is."""
    language: str
    """The code of the language that it is written in."""
    invented: bool
    """Whether its people and numbers are those of the demo."""

    @property
    def frame(self) -> Language:
        """The language that it is written in."""
        return LANGUAGES.get(self.language, ENGLISH)

    @property
    def lang(self) -> str:
        """For the attribute `lang`, with the region whose dates are meant."""
        return self.frame.region.replace("_", "-")


@dataclass(frozen=True)
class PrintedReport:
    """A report as it was printed."""

    pdf: bytes
    pages: int
    paragraph: str
    """For grant applications, as it stands in it."""


@cache
def code_version() -> str:
    """A hash over all that computes a report and decides how it looks."""
    outcomes = APP / "outcomes"
    fonts = [*FONTS_CONF.parent.glob("*.ttf"), *(APP.parent / "certificates/fonts").glob("*.ttf")]
    own = [*outcomes.rglob("*.py"), *TEMPLATES.iterdir(), APP / "printing" / "press.py", *fonts]
    digest = sha256(version_of_package("weasyprint").encode())
    for file in sorted(own):
        digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]
