"""What people choose about mail."""

from datetime import time
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from app.language import _
from app.messages.streams.enums import Stream
from app.messages.streams.rules import QuietHours
from app.web.forms import Form, InvalidError

Chosen = Literal["", "yes"]
Clock = Annotated[str, Field(min_length=1, max_length=8)]


class NotificationsForm(Form):
    """A box for each stream, and the hours of a day in which no such mail is wanted."""

    asked_for: ClassVar = {
        "quiet_from": _("Enter when the quiet hours begin, such as 20:00."),
        "quiet_until": _("Enter when the quiet hours end, such as 07:00."),
    }
    names: ClassVar = {"quiet_from": _("Quiet from"), "quiet_until": _("Quiet until")}

    reminders: Chosen = ""
    announcements: Chosen = ""
    calendar: Chosen = ""
    discussion: Chosen = ""
    quiet_from: Clock
    quiet_until: Clock

    @field_validator("quiet_from", "quiet_until")
    @classmethod
    def _is_time(cls, value: str) -> str:
        try:
            return time.fromisoformat(value).replace(second=0, microsecond=0).isoformat("minutes")
        except ValueError:
            raise InvalidError(_("Enter a time of day, such as 07:30.")) from None

    @property
    def declined(self) -> frozenset[Stream]:
        """The streams whose boxes are empty."""
        chosen = {
            Stream.REMINDERS: self.reminders,
            Stream.ANNOUNCEMENTS: self.announcements,
            Stream.CALENDAR: self.calendar,
            Stream.DISCUSSION: self.discussion,
        }
        return frozenset(stream for stream, value in chosen.items() if not value)

    @property
    def quiet(self) -> QuietHours:
        """From when until when."""
        return QuietHours(time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until))
