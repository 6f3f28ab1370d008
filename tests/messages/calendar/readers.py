"""Two calendars as people have them: one that follows an address, one that takes up mail.

Both know an event by its UID and go by SEQUENCE, as Apple, Google and Outlook do.
"""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar

Shown = dict[str, datetime]
"""What somebody sees: when an event begins, by its UID."""


def events(content: bytes | str) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def _seen(event: Any) -> Any:
    """What somebody sees of an event; None where there is none."""
    if event is None or event["status"] == "CANCELLED":
        return None
    return tuple(event.get(name) for name in ("dtstart", "dtend", "location", "description"))


@dataclass
class FeedReader:
    """Shows what the feed has; what is canceled is not shown."""

    known: dict[str, Any] = field(default_factory=dict)

    def read(self, content: bytes) -> Shown:
        found = events(content)
        ids = [str(event["uid"]) for event in found]
        assert len(ids) == len(set(ids)), "an event stands in the feed once"
        for event in found:
            before = self.known.get(str(event["uid"]))
            assert before is None or event["sequence"] >= before["sequence"]
        self.known = dict(zip(ids, found, strict=True))
        return {
            uid: event.decoded("dtstart")
            for uid, event in self.known.items()
            if event["status"] != "CANCELLED"
        }


@dataclass
class MailCalendar:
    """Takes up what comes by mail: an event it has is changed, if the number is no lower.

    Two mails with one number have to be the same mail.
    """

    known: dict[str, Any] = field(default_factory=dict)
    idle: list[str] = field(default_factory=list)
    """Subjects of mails that changed nothing of an event."""

    def receive(self, mail: EmailMessage) -> Any:
        """The event that a mail has for it; None where there is none."""
        parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        if not parts:
            return None
        (part,) = parts
        content = part.get_content()
        calendar = Calendar.from_ical(content)
        assert part.get_param("method") == calendar["method"]
        (event,) = events(content)
        uid = str(event["uid"])
        before = self.known.get(uid)
        if before is not None and event["sequence"] == before["sequence"]:
            assert event.to_ical() == before.to_ical(), "one number, two contents"
        if before is None or event["sequence"] >= before["sequence"]:
            self.known[uid] = event
            if _seen(event) == _seen(before):
                self.idle.append(str(mail["Subject"]))
            assert (event["status"] == "CANCELLED") == (calendar["method"] == "CANCEL")
        return event

    @property
    def shown(self) -> Shown:
        return {
            uid: event.decoded("dtstart")
            for uid, event in self.known.items()
            if event["status"] != "CANCELLED"
        }
