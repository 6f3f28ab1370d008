"""What a coordinator sends to release a quote."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.web.forms import LINES, Form


class QuoteForm(Form):
    """Which text, and what is left of it."""

    asked_for: ClassVar = {"text": _("Nothing is left of it. Leave some of the words.")}

    question: Annotated[str, Field(max_length=30)]
    source: Annotated[str, Field(max_length=64)]
    """Of the whole text: answers have no id."""
    text: Annotated[str, LINES, Field(min_length=1, max_length=4000)]
