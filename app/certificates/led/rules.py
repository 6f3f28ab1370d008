"""What a certificate of teaching says of sessions that were led, and when one is due; pure.

A session counts that was held and is over, for everybody who is named as leading it, whatever their
part. Minutes are those that it was scheduled for, and are added exactly: nothing is rounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.certificates.printing.wording import dates_text
from app.certificates.rules import (
    ALREADY_ISSUED,
    NO_ACTIVITY,
    NOT_READY,
    REVOKED_ON,
)
from app.certificates.snapshot import LedSession, Participation
from app.language.reasons import Reason, reason

LED_NOTHING = reason(
    "teaching.led_nothing", "No session that was held names this person as leading it"
)
PARTS = {"lead": "Lead", "co_lead": "Co-lead", "guest": "Guest"}  # not shown
"""As a certificate, which is in English, calls them."""


@dataclass(frozen=True)
class Led:
    """A session that was held, and the part that somebody had in it."""

    starts_at: datetime
    minutes: int
    """Scheduled."""
    title: str
    part: str
    """`lead`, `co_lead` or `guest`."""

    @property
    def ends_at(self) -> datetime:
        """When it was over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def why_not_due(led: Sequence[Led], *, has_activity: bool) -> Reason | None:
    """Why nothing is certified of somebody's teaching."""
    if not has_activity:
        return NO_ACTIVITY
    return None if led else LED_NOTHING


def why_not_first(
    led: Sequence[Led], issued: str | None, revoked: date | None, *, has_activity: bool
) -> Reason | None:
    """Why a certificate that takes no other's place cannot be issued.

    `issued`: the number of the one that holds; `revoked`: the day on which the last one was.
    """
    if issued is not None:
        return ALREADY_ISSUED(number=issued)
    why_not = why_not_due(led, has_activity=has_activity)
    missing = REVOKED_ON(day=revoked) if revoked is not None else why_not
    return NOT_READY(missing=(missing,)) if missing else None


def as_of(led: Sequence[Led], moment: datetime) -> tuple[Led, ...]:
    """Those that were over at a moment, by what the records say now."""
    return tuple(session for session in led if session.ends_at <= moment)


def minutes_in(led: Sequence[Led]) -> int:
    """Minutes of all of them together."""
    return sum(session.minutes for session in led)


def hours_text(minutes: int) -> str:
    """Minutes as a certificate says them: `1 hour`, `3 hours 30 minutes`, `45 minutes`."""
    hours, rest = divmod(minutes, 60)
    said = [_counted(hours, "hour")] if hours else []  # not shown
    said += [_counted(rest, "minute")] if rest else []  # not shown
    return " ".join(said)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def words_of(led: Sequence[Led], zone: str) -> dict[str, Any]:
    """The facts of a certificate that follow from the sessions. `zone`: of the cohort."""
    in_order = sorted(led, key=lambda session: session.starts_at)
    days = [_local(session.starts_at, zone) for session in in_order]
    return {
        "dates_text": dates_text(days[0], days[-1]),
        "completed_on": _local(in_order[-1].ends_at, zone),
        "hours_text": hours_text(minutes_in(led)),
        "sessions_led": tuple(
            LedSession(
                day=day,
                title=session.title,
                minutes=session.minutes,
                part=PARTS.get(session.part, session.part),
            )
            for day, session in zip(days, in_order, strict=True)
        ),
        "participation": Participation(
            units=len(led),
            modules_offered=0,
            modules_attested=0,
            sessions_held=len(led),
            sessions_counted=len(led),
        ),
    }


def _local(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
