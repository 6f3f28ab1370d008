"""What a learner sends from a unit's page."""

from typing import Annotated

from pydantic import Field

from app.web.forms import Form


class ReadingForm(Form):
    """Ticking a reading, or taking the tick back."""

    done: bool


class PlaceForm(Form):
    """Where somebody is in the text: the id of a heading."""

    heading: Annotated[str, Field(max_length=200)]


class AnswerForm(Form):
    """One answer to one knowledge-check question. `module`: the hash of the text that asked."""

    module: Annotated[str, Field(max_length=64)] = ""
    question: Annotated[str, Field(max_length=60)]
    option: Annotated[int, Field(ge=0, le=20)]
