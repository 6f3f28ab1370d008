"""From which day to which day a transcript is to list."""

from app.certificates.transcripts.rules import Days
from app.site.parts.days import Day
from app.web.forms import Form


class TranscriptForm(Form):
    """Both days; each is one of the range."""

    first: Day
    last: Day

    @property
    def days(self) -> Days:
        """The range."""
        return Days(self.first, self.last)
