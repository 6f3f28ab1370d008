"""Reads a report as a mail server or a mailbox provider sends it.

Whose mail it was is told by the Message-ID of our mail, which is as hard to guess as a key: nobody
marks an address who did not get what was sent there. Nothing that names somebody is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from enum import StrEnum
from uuid import UUID

MOST_BYTES = 10 * 1024 * 1024
MOST_IDS = 50


class Said(StrEnum):
    """What a report says of a mail."""

    FAILED = "failed"
    """It did not arrive and will not."""
    NOT_YET = "not-yet"
    """It is delayed, or it arrived: nothing is the matter."""
    COMPLAINED = "complained"
    NOTHING = "nothing"
    """It is no report, or one of something else."""


@dataclass(frozen=True)
class Report:
    """What was read of it."""

    said: Said
    code: str = ""
    """Its status, such as `5.1.1`."""
    message_ids: tuple[UUID, ...] = ()
    """Which mail of ours it may be about, the likeliest first."""


def read_report(raw: bytes) -> Report:
    """What a mail reports, if it reports anything."""
    mail = message_from_bytes(raw[:MOST_BYTES], policy=compat32)
    parts = {part.get_content_type(): part for part in mail.walk()}
    status = parts.get("message/delivery-status")
    feedback = parts.get("message/feedback-report")
    if status is not None:
        said, code = _delivery(status)
    elif feedback is not None:
        said, code = _feedback(feedback), ""
    else:
        return Report(Said.NOTHING)
    return Report(said, code, _message_ids(parts, raw))


def _fields(part: Message) -> Iterator[Message]:
    """The groups of fields of a part that is made of such."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (group for group in payload if isinstance(group, Message))
    else:
        yield from (message_from_bytes(text.encode()) for text in str(payload).split("\n\n"))


def _delivery(part: Message) -> tuple[Said, str]:
    for group in _fields(part):
        action = str(group.get("action", "")).strip().lower()
        if action == "failed":
            found = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", str(group.get("Status", "")))
            return Said.FAILED, found[0] if found else ""
    return Said.NOT_YET, ""


def _feedback(part: Message) -> Said:
    kinds = [str(group.get("Feedback-Type", "")).strip().lower() for group in _fields(part)]
    return Said.COMPLAINED if {*kinds} & {"abuse", "fraud", "other"} else Said.NOTHING


def _message_ids(parts: dict[str, Message], raw: bytes) -> tuple[UUID, ...]:
    """Of the mail that is given back first, then any that is named."""
    given_back = (parts.get("message/rfc822"), parts.get("text/rfc822-headers"))
    texts = [_source(part) for part in given_back if part is not None]
    found = _OURS.findall(b"\n".join([*texts, raw[:MOST_BYTES]]))
    return tuple(dict.fromkeys(UUID(id_.decode()) for id_ in found))[:MOST_IDS]


def _source(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else part.as_bytes()


_OURS = re.compile(
    rb"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]{1,255}>",
    re.IGNORECASE,
)
