"""From which day to which day a transcript is to list."""

from typing import ClassVar

from app.certificates.transcripts.rules import Days
from app.language import _
from app.site.parts.days import Day
from app.web.forms import Form


class TranscriptForm(Form):
    """Both days; each is one of the range."""

    asked_for: ClassVar = {
        "first": _("Choose the first day of the transcript."),
        "last": _("Choose the last day of the transcript."),
    }
    first: Day
    last: Day

    @property
    def days(self) -> Days:
        """The range."""
        return Days(self.first, self.last)
