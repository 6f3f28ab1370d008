"""What a learner sends while they write, and when they save."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from app.language import _
from app.learning.reflections.rules import LONGEST, Seen
from app.web.forms import LINES, Form, InvalidError

Typed = Annotated[str, LINES, StringConstraints(strip_whitespace=False, max_length=LONGEST)]
"""Exactly as typed."""


def _written(text: str) -> str:
    if not text.strip():
        raise InvalidError(_("Write your reflection before saving it."))
    return text


def _seen(sent: object) -> Seen:
    return sent if isinstance(sent, Seen) else Seen.read(str(sent))


class DraftForm(Form):
    """What is being written, and what the page showed of the reflection when that was begun."""

    text: Typed = ""
    shared: bool = False
    """Whether it is to be shared with the facilitators: only if ticked."""
    seen: Annotated[Seen, BeforeValidator(_seen)] = Field(default=Seen())


class ReflectionForm(DraftForm):
    """A reflection to be saved. `beside`: that the page showed a newer draft beside it."""

    text: Annotated[Typed, AfterValidator(_written)]
    beside: bool = False
