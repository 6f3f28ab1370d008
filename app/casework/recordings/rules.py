"""Who may watch a recording, until when, and what is one. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.casework.enums import AttendanceStatus
from app.casework.recordings.enums import Audience
from app.casework.rules import MISSED
from app.language.reasons import Reason, ReasonKind, reason

LONGEST_LINK = 500
LARGEST_CAPTIONS = 1_000_000
"""Bytes; an hour of speech is a tenth of that."""

OVER = reason("recording.over", "This recording could be watched until a day that has passed.")
FOR_MISSED = reason("recording.for_missed", "This recording is for those who missed the session.")
FOR_FACILITATORS = reason("recording.for_facilitators", "This recording is for facilitators.")
NOT_BEGUN = reason("recording.not_begun", "A session can have a recording once it has begun.")
LINK_OR_FILE = reason("recording.link_or_file", "Enter a link, or choose a file: one of them.")
NOT_A_LINK = reason(
    "recording.not_a_link", "Enter a whole address that begins with https:// and has no password."
)
NO_RECORDING_FILE = reason(
    "recording.not_a_file", "This is no MP4, M4A or WebM file. Choose another one, or use a link."
)
TOO_LARGE = ReasonKind("recording.too_large", "A file can have {most} MB at most. Use a link.")
NO_CAPTIONS = reason(
    "recording.not_captions", "Captions are a WebVTT file: it begins with WEBVTT and has times."
)
UNTIL_PAST = reason("recording.until_past", "Choose a day that is to come.")
REMOVED = reason("recording.removed", "This recording was removed or replaced already.")

_LINK = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(:\d{1,5})?(/[^\s<>\"]*)?", re.IGNORECASE)
_CUE = re.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3} --> (?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}")
_BRANDS = {b"M4A ": "audio/mp4", b"M4B ": "audio/mp4"}
_NO_VIDEO = {b"qt  ", b"heic", b"heix", b"mif1", b"avif", b"crx "}
"""What has the form of an MP4 file and is a picture, or what browsers do not play."""


@dataclass(frozen=True)
class Watcher:
    """Somebody as far as it decides whether they may watch."""

    teaches: bool = False
    status: AttendanceStatus = AttendanceStatus.NOT_RECORDED
    """Their mark at the session."""
    before_they_came: bool = False
    """Whether they enrolled after it."""


def why_not_watch(
    audience: Audience, visible_until: datetime, watcher: Watcher, now: datetime
) -> Reason | None:
    """Why somebody of the cohort cannot watch a recording; who teaches it always can."""
    if watcher.teaches:
        return None
    if now >= visible_until:
        return OVER
    if audience is Audience.FACILITATORS:
        return FOR_FACILITATORS
    missed = {*MISSED, AttendanceStatus.MADE_UP}
    if audience is Audience.MISSED and watcher.status not in missed:
        return None if watcher.before_they_came else FOR_MISSED
    return None


def why_not_link(link: str) -> Reason | None:
    """Why a text is no link to a recording: only whole https addresses are."""
    fits = len(link) <= LONGEST_LINK and _LINK.fullmatch(link)
    return None if fits else NOT_A_LINK


def type_of(head: bytes) -> str | None:
    """What a file's first bytes say that it is: a type that browsers play, or None."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else None
    if head[4:8] != b"ftyp" or head[8:12] in _NO_VIDEO:
        return None
    return _BRANDS.get(head[8:12], "video/mp4")


def captions_in(content: bytes) -> str | None:
    """A WebVTT file as text; None for what is none."""
    if len(content) > LARGEST_CAPTIONS:
        return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None
    first, _break, rest = text.partition("\n")
    is_captions = first == "WEBVTT" or first.startswith(("WEBVTT ", "WEBVTT\t"))
    return text if is_captions and "\x00" not in text and _CUE.search(rest) else None
