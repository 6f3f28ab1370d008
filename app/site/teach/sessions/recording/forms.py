"""Where a recording is, for whom, and until when."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.casework.recordings.enums import Audience
from app.casework.recordings.rules import LONGEST_LINK
from app.language import _
from app.site.parts.days import Day
from app.web.forms import Form


class RecordingForm(Form):
    """A recording of a session: a link, or a file that is sent with it."""

    asked_for: ClassVar = {
        "audience": _("Choose who may watch it."),
        "until": _("Choose until which day it can be watched."),
    }

    link: Annotated[str, Field(max_length=LONGEST_LINK)] = ""
    audience: Audience
    until: Day
    has_captions: bool = False
    """Of a link."""


class RemovalForm(Form):
    """Which recording is removed."""

    edition: int
