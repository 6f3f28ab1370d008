"""Captions as WebVTT: https://www.w3.org/TR/webvtt1/. Pure."""

import re

from app.core.errors import RefusedError, require
from app.language.reasons import ReasonKind, reason

MOST = 1024 * 1024
"""Bytes of captions: twenty times what is said in an hour."""

TOO_LARGE = reason("captions.too_large", "The captions have more than 1 MB. Choose a shorter file.")
NOT_WEBVTT = reason(
    "captions.not_webvtt",
    "These are no captions in WebVTT. Choose the file that your meeting program saved, which ends "
    "with .vtt.",
)
NO_CUES = reason("captions.no_cues", "This file has no captions in it. Choose another one.")
NOT_A_TIME = ReasonKind(
    "captions.not_a_time",
    "Line {line} of the captions does not say from when until when. It has to look like "
    "00:01:02.500 --> 00:01:05.000.",
)

_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_ARROW = "-->"
_STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}(?:[ \t].*)?")
_BREAK = re.compile(r"\r\n|\r|\n")


def read_captions(content: bytes) -> str:
    """The text of a WebVTT file; raises `RefusedError` for what is none."""
    require(TOO_LARGE if len(content) > MOST else None)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(NOT_WEBVTT) from None
    lines = _BREAK.split(text)
    require(None if _HEADER.fullmatch(lines[0]) and "\x00" not in text else NOT_WEBVTT)
    cues = 0
    for number, line in enumerate(lines, start=1):
        if _ARROW in line:
            require(None if _is_span(line) else NOT_A_TIME(line=number))
            cues += 1
    require(None if cues else NO_CUES)
    return "\n".join(lines)


def _is_span(line: str) -> bool:
    """Whether a line says from when until when, and the end is after the beginning."""
    found = _TIMES.fullmatch(line)
    if found is None:
        return False
    parts = [int(part or 0) for part in found.groups()]
    return parts[:4] < parts[4:]
