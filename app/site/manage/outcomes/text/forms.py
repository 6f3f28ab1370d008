"""What a coordinator sends to put a text into force."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.site.parts.lapses import Despite
from app.studies.enums import Respondent
from app.web.forms import LINES, Form


class TextForm(Form):
    """The text, for whom, and in which language."""

    asked_for: ClassVar = {"text": _("Write the text that people agree to.")}

    respondent: Respondent
    language: Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
    text: Annotated[str, Field(min_length=1, max_length=20_000), LINES]
    despite: Despite = ""
