"""What a coordinator sends of a template."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.language import _
from app.messages.announcements.rules import MOST_SUBJECT, MOST_TEXT
from app.web.forms import LINES, Form


class TemplateForm(Form):
    """`version`: the one that was looked at."""

    names: ClassVar = {"title": _("What it is called"), "subject": _("Subject")}
    asked_for: ClassVar = {"title": _("Give the template a name.")}

    language: Annotated[str, Field(max_length=20)]
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    title: Annotated[str, Field(min_length=1, max_length=80)]
    audience: Annotated[str, Field(max_length=60)] = ""
    subject: Annotated[str, Field(max_length=MOST_SUBJECT)] = ""
    text: Annotated[str, Field(max_length=MOST_TEXT), LINES] = ""
