"""How long somebody was there: each minute once, and only those of the session. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.casework.enums import AttendanceStatus
from app.casework.hours import Hour
from app.casework.imports.facts import FileStay, Policy, Presence
from app.casework.imports.reading.placing import Placed

GAPS = 2.0
"""Minutes that a stay can be longer than what is said of it, by rounding; more are gaps in it."""


def presence_of(stays: Sequence[FileStay], files: Sequence[Placed], hour: Hour) -> Presence:
    """Unite the stays of one person, on however many devices and in however many files.

    Who was there for some seconds was there for a minute, and is not absent.
    """
    starts = [stay.placed.starts_at for stay in stays if stay.placed.starts_at]
    ends = [stay.placed.ends_at for stay in stays if stay.placed.ends_at]
    first, last = min(starts, default=None), max(ends, default=None)
    counted = _without_summaries(stays)
    if not any(_says_time(stay) for stay in counted):
        return Presence(None, first, last)
    seconds = _united([stay for stay in counted if _is_stretch(stay)], hour)
    seconds = _with_totals(
        seconds, [stay for stay in counted if not _is_stretch(stay)], files, hour
    )
    minutes = int(min(seconds, hour.minutes * 60) / 60 + 0.5)
    is_assumed = any(stay.placed.stay.is_assumed for stay in counted)
    return Presence(max(minutes, 1) if seconds else 0, first, last, is_assumed)


def status_of(presence: Presence, policy: Policy, hour: Hour) -> AttendanceStatus:
    """What the policy makes of it; to be named where no file says how long is to be there."""
    minutes = presence.minutes
    if minutes is None:
        return AttendanceStatus.PRESENT
    if minutes >= policy.present_minutes:
        late = _minutes_late(presence.joined, hour) > policy.late_after_minutes
        return AttendanceStatus.LATE if late else AttendanceStatus.PRESENT
    return AttendanceStatus.PARTIAL if minutes else AttendanceStatus.ABSENT


def _minutes_late(joined: datetime | None, hour: Hour) -> float:
    return 0.0 if joined is None else (joined - hour.starts_at).total_seconds() / 60


def _without_summaries(stays: Sequence[FileStay]) -> list[FileStay]:
    """A summary counts only where its file does not say when they came and went."""
    detailed = {stay.file for stay in stays if not stay.placed.stay.is_summary}
    return [stay for stay in stays if not stay.placed.stay.is_summary or stay.file not in detailed]


def _says_time(stay: FileStay) -> bool:
    return stay.placed.starts_at is not None or stay.placed.stay.minutes is not None


def _length(stay: FileStay) -> float | None:
    """Minutes between both ends, where they are known."""
    starts, ends = stay.placed.starts_at, stay.placed.ends_at
    return (ends - starts).total_seconds() / 60 if starts and ends else None


def _is_stretch(stay: FileStay) -> bool:
    """Whether they were there from one end to the other, without gaps."""
    length, said = _length(stay), stay.placed.stay.minutes
    return length is not None and (said is None or length - said <= GAPS)


def _clipped(stay: FileStay, hour: Hour) -> tuple[float, float]:
    """Both ends in seconds since the session began, none of it outside."""
    whole = hour.minutes * 60.0
    ends = (stay.placed.starts_at, stay.placed.ends_at)
    since = [(at - hour.starts_at).total_seconds() for at in ends if at is not None]
    return min(max(since[0], 0.0), whole), min(max(since[1], 0.0), whole)


def _united(stretches: Iterable[FileStay], hour: Hour) -> float:
    """Seconds of the session in at least one of the stretches."""
    seconds = reached = 0.0
    for starts, ends in sorted(_clipped(stay, hour) for stay in stretches):
        seconds += max(0.0, ends - max(starts, reached))
        reached = max(reached, ends)
    return seconds


def _with_totals(
    seconds: float, totals: Sequence[FileStay], files: Sequence[Placed], hour: Hour
) -> float:
    """Of two devices at once the longer counts; those of another meeting are added.

    Totals do not say when: that two meetings were not at once is known only where the files say so.
    """
    by_file: dict[int, float] = {}
    for stay in totals:
        by_file[stay.file] = max(by_file.get(stay.file, 0.0), _total(stay, hour))
    longest = 0.0
    for number, own in by_file.items():
        if len(files) > 1 and _is_apart(number, files):
            seconds += own
        else:
            longest = max(longest, own)
    return max(seconds, longest)


def _total(stay: FileStay, hour: Hour) -> float:
    said = (stay.placed.stay.minutes or 0.0) * 60
    if _length(stay) is None:
        return min(said, hour.minutes * 60.0)
    starts, ends = _clipped(stay, hour)
    return min(said, ends - starts)


def _is_apart(number: int, files: Sequence[Placed]) -> bool:
    """Whether the meeting of a file was over before that of each other one, or after it."""
    own = files[number]
    others = [file for at, file in enumerate(files) if at != number]
    return all(_are_apart(own, other) for other in others)


def _are_apart(own: Placed, other: Placed) -> bool:
    if not (own.starts_at and own.ends_at and other.starts_at and other.ends_at):
        return False
    return own.ends_at <= other.starts_at or other.ends_at <= own.starts_at
