"""Which meeting is a session's, when its list is read and final, and what Zoom has signed. Pure."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType

from app.casework.zoom.enums import Problem, Stage
from app.language.reasons import Reason, reason

BEFORE = timedelta(minutes=30)
AFTER = timedelta(minutes=60)
"""A meeting is a session's if part of it falls between so long before and so long after it."""
LONGEST_MEETING = timedelta(hours=30)
"""No meeting of Zoom lasts longer, so none that began earlier can reach into a session."""
READ_AFTER = timedelta(minutes=15)
SETTLES_AFTER = timedelta(hours=24)
"""So long after the session Zoom's list can still change."""
DUE = MappingProxyType(
    {Stage.FIRST: READ_AFTER, Stage.SECOND: timedelta(hours=2), Stage.FINAL: SETTLES_AFTER}
)
"""When a list is read, after the session's end."""
UNTIL = MappingProxyType(
    {Stage.FIRST: DUE[Stage.SECOND], Stage.SECOND: SETTLES_AFTER, Stage.FINAL: timedelta(hours=72)}
)
"""Until when that is tried; the next stage goes on."""
LOOKED_BACK = timedelta(days=7)
"""Sessions that ended longer ago are not read by themselves."""
EVENTS_KEPT_FOR = timedelta(days=14)
OLDEST_SIGNATURE = timedelta(minutes=5)

_LINK = re.compile(
    r"https://(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com)/(?:j|w|s|wc|wc/join)/(\d{9,12})(?![\d])",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{9,12}", re.ASCII)

NO_ANSWER = reason("zoom.no_answer", "Zoom does not answer.")
TOO_OFTEN = reason("zoom.too_often", "Zoom was asked too often and lets everybody wait.")
KEYS_REFUSED = reason(
    "zoom.keys_refused", "Zoom does not accept this installation. Your administrator can mend that."
)
NOT_ALLOWED = reason(
    "zoom.not_allowed",
    "Zoom does not let this installation read who was in the meeting. Your administrator can mend "
    "that.",
)
NO_MEETING = reason(
    "zoom.no_meeting", "Zoom knows no meeting of this session’s link at the time of the session."
)
NOT_OVER = reason("zoom.not_over", "The meeting is not over yet.")
NOT_WHOLE = reason(
    "zoom.not_whole", "Zoom gave only a part of its list, and nothing of it was kept."
)
NOBODY = reason("zoom.nobody", "Nobody is in Zoom’s list.")
OTHER_TIME = reason(
    "zoom.other_time", "The meeting that Zoom knows does not fit the time of the session."
)
WHY: Mapping[Problem, Reason] = MappingProxyType(
    {
        Problem.NO_ANSWER: NO_ANSWER,
        Problem.TOO_OFTEN: TOO_OFTEN,
        Problem.KEYS_REFUSED: KEYS_REFUSED,
        Problem.NOT_ALLOWED: NOT_ALLOWED,
        Problem.NO_MEETING: NO_MEETING,
        Problem.NOT_OVER: NOT_OVER,
        Problem.NOT_WHOLE: NOT_WHOLE,
        Problem.NOBODY: NOBODY,
        Problem.OTHER_TIME: OTHER_TIME,
    }
)
"""What people are told of each."""


@dataclass(frozen=True)
class Window:
    """The time around a session in which a meeting is taken for it."""

    starts_at: datetime
    ends_at: datetime

    @property
    def opens_at(self) -> datetime:
        """From when on."""
        return self.starts_at - BEFORE

    @property
    def closes_at(self) -> datetime:
        """Until when."""
        return self.ends_at + AFTER

    def can_reach(self, at: datetime) -> bool:
        """Whether a meeting in which somebody comes or goes then may be on in it, or was."""
        return self.opens_at - LONGEST_MEETING < at < self.closes_at

    def holds(self, begins: datetime, ends: datetime) -> bool:
        """Whether part of a time falls into it."""
        return begins < self.closes_at and ends > self.opens_at


@dataclass(frozen=True)
class Heard:
    """What came from Zoom so far, over all sessions."""

    unread: int = 0
    """Sessions whose list could not be read lately."""
    read_at: datetime | None = None
    """When a list was read last."""
    told_at: datetime | None = None
    """When it told of somebody last; that is known for some days."""
    trouble: Problem | None = None
    """Why the newest attempt that brought no list brought none."""
    trouble_at: datetime | None = None


def meeting_of(link: str) -> str | None:
    """The number of the meeting that a join link leads to, if it is one of Zoom's with a number."""
    found = _LINK.match(link.strip())
    return found[1] if found else None


def is_number(text: str) -> bool:
    """Whether a text can be the number of a meeting."""
    return _NUMBER.fullmatch(text) is not None


def is_settled(ends_at: datetime, now: datetime) -> bool:
    """Whether a list that is read now is final."""
    return now >= ends_at + SETTLES_AFTER


def is_signed(secret: str, signature: str, timestamp: str, body: bytes, now: datetime) -> bool:
    """Whether Zoom signed this in the last minutes.

    `x-zm-signature` is `v0=` and the HMAC of `v0:{x-zm-request-timestamp}:{body}`:
    https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events
    """
    if not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII):
        return False
    message = b"v0:" + timestamp.encode() + b":" + body
    expected = "v0=" + _hmac(secret, message)
    is_right = hmac.compare_digest(expected.encode(), signature.encode())
    signed_at = datetime.fromtimestamp(min(int(timestamp), 32_503_680_000), UTC)
    return is_right and abs(now - signed_at) <= OLDEST_SIGNATURE


def proof_of_address(secret: str, plain: str) -> dict[str, str]:
    """What Zoom wants to read before it sends anything to an address, and every three days.

    https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint
    """
    return {"plainToken": plain, "encryptedToken": _hmac(secret, plain.encode())}


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, sha256).hexdigest()
