"""What a learner sends from a unit's page."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.language import _
from app.web.forms import Form, InvalidError


class ReadingForm(Form):
    """Ticking a reading, or taking the tick back."""

    done: bool


def _written(text: str) -> str:
    if not text.strip():
        raise InvalidError(_("Write your reflection before saving it."))
    return text


class ReflectionForm(Form):
    """A reflection; `shared` with the facilitators only if ticked."""

    text: Annotated[
        str, StringConstraints(strip_whitespace=False, max_length=10_000), AfterValidator(_written)
    ]
    """Exactly as typed."""
    shared: bool = False


class AnswerForm(Form):
    """One answer to one knowledge-check question. `module`: the hash of the text that asked."""

    module: Annotated[str, Field(max_length=64)] = ""
    question: Annotated[str, Field(max_length=60)]
    option: Annotated[int, Field(ge=0, le=20)]
