"""A learner's reflections and the tools of their modules, set on paper for that learner alone.

It is made when its reader asks, handed over and forgotten: nothing of it is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.content.booklets.body import SLOT, Tool, around, split
from app.content.booklets.booklet import BookletFigure, environment
from app.language import _
from app.language.languages import ENGLISH, LANGUAGES, Language


class OwnUnit(NamedTuple):
    """What one unit brings: what was asked, what was written, and its tools."""

    heading: str
    prompt: str
    text: str
    """What the learner wrote; empty as long as that is nothing."""
    state: str
    """When it was saved, and who may read it."""
    tools_html: str

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Its tools, with room to write in."""
        return split(self.tools_html).tools if self.tools_html else ()


@dataclass(frozen=True)
class OwnOrder:
    """Everything that the booklet shows."""

    reader: str
    """The code of the language that its reader reads in."""
    content: str
    """That of the program's texts."""
    program: str
    cohort: str
    name: str
    made_on: date
    units: Sequence[OwnUnit]
    figures: Mapping[str, BookletFigure]
    """The pictures of its tools, by the name that these show them by."""

    @property
    def frame(self) -> Language:
        """What the words around the texts are in."""
        return LANGUAGES.get(self.reader, ENGLISH)

    @property
    def lang(self) -> str:
        """For the attribute `lang`, with the region whose dates are meant."""
        return self.frame.region.replace("_", "-")

    @property
    def title(self) -> str:
        """What the PDF is called."""
        return str(_("My reflections and tools"))

    @property
    def foot(self) -> str:
        """`Mentor Development Program · Fall 2026`."""
        return f"{self.program} · {self.cohort}"

    @property
    def edition(self) -> str:
        """When it was made: what was written afterwards is not in it."""
        return str(_("Made {day:date}", day=self.made_on))

    @property
    def page_number(self) -> tuple[str, ...]:
        """The words before, between and after the two numbers, which the press knows."""
        return around(_("Page {page} of {pages}", page=SLOT, pages=SLOT))


def html_of(order: OwnOrder) -> str:
    """The booklet, complete."""
    return environment().get_template("reflections.html").render(page=order)
