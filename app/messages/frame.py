"""What stands around every letter: why it came, where to change that, and whom to ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from markupsafe import Markup

from app.language import Text, _
from app.language.languages import ENGLISH, writing_in
from app.messages.composing import Letter
from app.messages.html import body, document
from app.messages.streams.enums import Stream

SIGNATURE = "-- "
"""A line by which mail programs know the end of the words (RFC 3676)."""

CHOICES = "/my/notifications"
"""Where somebody chooses what mail they get."""


@dataclass(frozen=True)
class Whom:
    """A person to ask."""

    name: str
    address: str


@dataclass(frozen=True)
class Frame:
    """What is true of a letter besides its words."""

    base_url: str
    cohort: str | None = None
    """The title of the cohort that it is about."""
    whom: Whom | None = None
    """Who coordinates that cohort, and reads what is answered."""
    has_choices: bool = True
    """Whether whoever reads it is somebody who can choose what mail they get."""
    stream: Stream | None = None
    unsubscribe: str | None = None
    """The address that turns the stream off for this reader."""


class FootLine(NamedTuple):
    """One sentence under a letter; with an address, what that leads to."""

    words: Text
    url: str | None = None

    @property
    def text(self) -> str:
        """As it stands in text."""
        return f"{self.words}: {self.url}" if self.url else str(self.words)

    @property
    def html(self) -> Markup:
        """As it stands in HTML."""
        link = Markup('<p><a href="{1}">{0}</a></p>') if self.url else Markup("<p>{0}</p>")
        return link.format(self.words, self.url)


def framed(letter: Letter, frame: Frame) -> Letter:
    """The letter as it leaves, in text and in HTML."""
    with writing_in(letter.language or ENGLISH):
        foot = [*_foot(frame)]
        parts = {
            "words": letter.body or body(letter.text, frame.base_url),
            "foot": Markup("\n").join(line.html for line in foot),
        }
        html = document(letter.subject, parts, letter.language)
        under = "\n".join(line.text for line in foot)
    text = f"{letter.text.rstrip()}\n\n{SIGNATURE}\n{under}\n"
    return replace(letter, text=text, html=html)


def _foot(frame: Frame) -> Iterator[FootLine]:
    if frame.cohort:
        yield FootLine(
            _("You get this because of your part in {cohort}.", cohort=_line(frame.cohort))
        )
    else:
        yield FootLine(_("You get this because it is about you or your work in Waypost."))
    if frame.whom:
        name = _line(frame.whom.name)
        yield FootLine(_("Questions? Answer this mail: {name} reads it.", name=name))
    else:
        yield FootLine(_("Questions? See who helps"), f"{frame.base_url}/help#who")
    if frame.has_choices:
        yield FootLine(_("Choose which mail you get, and when"), f"{frame.base_url}{CHOICES}")
    if frame.stream and frame.unsubscribe:
        yield FootLine(_("Turn off “{stream}”", stream=frame.stream.words), frame.unsubscribe)


def _line(text: str) -> str:
    return " ".join(text.split())
