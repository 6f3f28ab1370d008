"""What an event says, taken out of what Zoom sends; pure.

The shape: https://developers.zoom.us/docs/api/meetings/events/ (`meeting.participant_joined`,
`meeting.participant_left`, `meeting.ended`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.casework.zoom.enums import Told
from app.casework.zoom.rules import is_number

KINDS: Mapping[str, Told] = {
    "meeting.participant_joined": Told.JOINED,
    "meeting.participant_left": Told.LEFT,
    "meeting.ended": Told.ENDED,
}
_WHEN = {Told.JOINED: "join_time", Told.LEFT: "leave_time", Told.ENDED: "end_time"}
_MOST = 200
"""Characters of a text that are kept."""
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Event:
    """Somebody came or went, or the meeting ended."""

    account: str
    meeting: str
    occurrence: str
    told: Told
    participant: str
    name: str
    address: str
    at: datetime


def event_of(sent: object) -> Event | None:
    """What was sent, if it is about somebody's time in a meeting and can be read."""
    body, payload = part(sent), part(part(sent).get("payload"))
    meeting = part(payload.get("object"))
    told, number = KINDS.get(text(body.get("event"))), text(meeting.get("id"))
    if told is None or not is_number(number):
        return None
    own = meeting if told is Told.ENDED else part(meeting.get("participant"))
    whom = "" if told is Told.ENDED else text(own.get("user_id"))
    at, occurrence = moment(own.get(_WHEN[told])), text(meeting.get("uuid"))
    if at is None or not occurrence or not (whom or told is Told.ENDED):
        return None
    account = text(payload.get("account_id"))
    name, address = text(own.get("user_name")), text(own.get("email")).lower()
    return Event(account, number, occurrence, told, whom, name, address, at)


def part(value: object) -> Mapping[str, Any]:
    """An object of what was sent, or an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A text or a number of what was sent; else nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return _NO_TEXT.sub("", str(value))[:_MOST].strip()


def moment(value: object) -> datetime | None:
    """A moment of what was sent, in UTC; None where it names no zone or is none."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None
