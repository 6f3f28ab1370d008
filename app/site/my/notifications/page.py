"""One's own choices about mail, as a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.language import Text, _
from app.language.moments import local
from app.messages.streams.enums import Stream
from app.messages.streams.rules import NotificationSettings
from app.web.forms import FormState

HINTS: Mapping[Stream, Text] = {
    Stream.REMINDERS: _("What is open, what is missing, when the next session is."),
    Stream.ANNOUNCEMENTS: _("What coordinators and leads of institutions write to many."),
    Stream.CALENDAR: _("Sessions as invitations that your calendar takes up and moves by itself."),
    Stream.DISCUSSION: _("What was asked and answered in your cohort, as one mail a day."),
}


class StreamChoice(NamedTuple):
    """One stream with its box."""

    name: str
    label: Text
    hint: Text
    is_on: bool


@dataclass(frozen=True)
class NotificationsPage:
    """Which mail somebody gets, and when."""

    form: FormState
    streams: Sequence[StreamChoice]
    clock: Text
    """What time it is in their zone, which the hours are of."""
    address: str
    saved: bool | None
    """Whether what was sent changed anything; None: nothing was sent."""


def notifications_page(
    stored: NotificationSettings,
    state: FormState | None,
    *,
    address: str,
    zone: str,
    now: datetime,
    saved: bool | None = None,
) -> NotificationsPage:
    """What is stored, or what was just typed."""
    form = state or _stored(stored)
    return NotificationsPage(
        form,
        [
            StreamChoice(stream, stream.words, HINTS[stream], form.value(stream) == "yes")
            for stream in Stream
        ],
        _("By your own clock: it is {now:time} now, {now:zone}.", now=local(now, zone)),
        address,
        saved,
    )


def _stored(settings: NotificationSettings) -> FormState:
    on = {stream.value: "yes" for stream in Stream if stream not in settings.declined}
    quiet = settings.quiet
    hours = {
        "quiet_from": quiet.starts.isoformat("minutes"),
        "quiet_until": quiet.ends.isoformat("minutes"),
    }
    return FormState(on | hours)
