"""Who may watch a recording, until when, and what a link to one is. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.casework.enums import AttendanceStatus
from app.casework.recordings.enums import Audience
from app.casework.rules import MISSED
from app.cohorts.rules import to_utc
from app.language.reasons import Reason, ReasonKind, reason

LONGEST_LINK = 500
EVENING = time(17)
"""Deadlines are never at midnight."""

OVER = reason("recording.over", "This recording could be watched until a day that has passed.")
FOR_MISSED = reason("recording.for_missed", "This recording is for those who missed the session.")
FOR_FACILITATORS = reason("recording.for_facilitators", "This recording is for facilitators.")
NOT_BEGUN = reason("recording.not_begun", "A session can have a recording once it has begun.")
NOT_A_LINK = reason(
    "recording.not_a_link", "Enter a whole address that begins with https:// and has no password."
)
UNTIL_PAST = reason("recording.until_past", "Choose a day that is to come.")
REMOVED = reason("recording.removed", "This recording was removed or replaced already.")
NO_FILE = reason("recording.no_file", "No recording of this session is kept here.")
GONE = reason(
    "recording.gone", "The file of this recording is not there anymore. It has to be sent again."
)
NOT_PLAYED = reason(
    "recording.not_played",
    "Browsers do not play this file. Choose a video as MP4 or WebM, or sound as M4A or MP3.",
)
TOO_LARGE = ReasonKind(
    "recording.too_large",
    "This file has more than {megabytes} MB. Save it smaller, or give a link to it.",
)
NO_ROOM = reason(
    "recording.no_room",
    "The server has no room for this file, and nothing was changed. Ask your administrator for "
    "more room, or give a link.",
)
AGAIN = reason("recording.again", "Choose the file again: it was not kept.")
LINK_OR_FILE = reason("recording.link_or_file", "Give a link or a file, not both.")
CAPTIONS_OF_FILE = reason(
    "recording.captions_of_file",
    "Captions go with a file. Of a link, they are shown where it leads.",
)

_LINK = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(:\d{1,5})?(/[^\s<>\"]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Watcher:
    """Somebody as far as it decides whether they may watch."""

    status: AttendanceStatus = AttendanceStatus.NOT_RECORDED
    """Their mark at the session."""
    before_they_came: bool = False
    """Whether they enrolled after it."""


def why_not_watch(
    audience: Audience, visible_until: datetime, watcher: Watcher, now: datetime
) -> Reason | None:
    """Why somebody of the cohort cannot watch a recording as a learner."""
    if now >= visible_until:
        return OVER
    if audience is Audience.FACILITATORS:
        return FOR_FACILITATORS
    missed = {*MISSED, AttendanceStatus.MADE_UP}
    if audience is Audience.MISSED and watcher.status not in missed:
        return None if watcher.before_they_came else FOR_MISSED
    return None


def until_evening(day: date, zone: str) -> datetime:
    """Until when a recording can be watched whose last day this is. `zone`: of the cohort."""
    return to_utc(day, EVENING, zone)


def first_last_day(zone: str, now: datetime) -> date:
    """The first day that can be the last one: today, until its evening."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today if now < until_evening(today, zone) else today + timedelta(days=1)


def why_not_keep(starts_at: datetime, now: datetime, *, canceled: bool) -> Reason | None:
    """Why a session has no recording: it has not begun, or was canceled, or not held."""
    return NOT_BEGUN if now < starts_at or canceled else None


def why_not_link(link: str) -> Reason | None:
    """Why a text is no link to a recording: only whole https addresses are."""
    fits = len(link) <= LONGEST_LINK and _LINK.fullmatch(link)
    return None if fits else NOT_A_LINK
