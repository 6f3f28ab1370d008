"""When a wave asks and reminds, and what can be planned; pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from app.cohorts.rules import to_utc
from app.language.reasons import Reason, ReasonKind, reason
from app.studies.enums import Respondent, WaveAnchor
from app.surveys.enums import IdentityMode

OPENS_AT, CLOSES_AT = time(6), time(17)
"""On the clocks of the cohort's zone."""
FARTHEST = 120
"""Months: the latest wave."""
MOST_WAVES = 12
LONGEST = 366
"""Days from the target to either end of a window."""
DEFAULTS: Sequence[tuple[int, int, int]] = ((0, -28, 0), (3, -21, 21), (12, -45, 45), (24, -60, 60))
"""Months, first day, last day of the usual waves."""

TAKEN = ReasonKind(
    "wave.taken",
    "There is a wave {count} month after the start already.",
    "There is a wave {count} months after the start already.",
)
TOO_MANY = ReasonKind(
    "wave.too_many",
    "A study has {count} wave at most.",
    "A study has {count} waves at most.",
)
BACKWARDS = reason("wave.backwards", "The last day comes before the first one.")
NAMES_NEEDED = reason(
    "wave.names_needed",
    "Waves that count from each person’s allocation need answers that belong to somebody: choose "
    "identified or confidential answers.",
)
NO_TEXT = reason(
    "wave.no_text",
    "Nobody is asked before the study has a text that tells people what it is about.",
)
NO_MENTEE_TEXT = reason(
    "wave.no_mentee_text",
    "Mentees are asked once there is a text for them, too.",
)


class WaveDays(NamedTuple):
    """When a wave asks: both days are counted from its target."""

    months: int
    first_day: int
    last_day: int


@dataclass(frozen=True)
class WaveWindow:
    """From when until when somebody is asked, in UTC."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it is their time."""
        return self.opens_at <= now < self.closes_at


def target_day(anchor: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has none."""
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last))


def window_of(anchor: date, months: int, first_day: int, last_day: int, zone: str) -> WaveWindow:
    """From 6 in the morning of its first day until 5 in the afternoon of its last one.

    `anchor`: a day on the calendar of `zone`.
    """
    target = target_day(anchor, months)
    return WaveWindow(
        to_utc(target + timedelta(days=first_day), OPENS_AT, zone),
        to_utc(target + timedelta(days=last_day), CLOSES_AT, zone),
    )


def anchor_of(
    anchor: WaveAnchor, months: int, *, start: date | None, own: date | None
) -> date | None:
    """From which day somebody's wave is counted; None: nobody knows yet.

    A baseline comes before anybody is allocated, so it is counted from the cohort's start in any
    case. `own`: the day of their allocation.
    """
    return own if is_own_day(anchor, months) else start


def is_own_day(anchor: WaveAnchor, months: int) -> bool:
    """Whether each person has a day of their own from which a wave is counted."""
    return anchor is WaveAnchor.RANDOMIZED and months != 0


def why_not_count(anchor: WaveAnchor, mode: IdentityMode) -> Reason | None:
    """Why waves cannot be counted like that: moments of one's own tell who somebody is."""
    return NAMES_NEEDED if anchor is WaveAnchor.RANDOMIZED and mode.is_anonymous else None


def why_not_plan(months: int, first: int, last: int, others: Iterable[int]) -> Reason | None:
    """Why a wave cannot be planned like that. `others`: the months of the other waves."""
    known = list(others)
    if months in known:
        return TAKEN(count=months)
    if len(known) >= MOST_WAVES:
        return TOO_MANY(count=MOST_WAVES)
    return BACKWARDS if last < first else None


def survey_key(project: str, months: int, instrument: str, respondent: Respondent) -> str:
    """What a wave's survey is called in its cohort."""
    return f"{project}-m{months}-{instrument}-{respondent.value}"


REMINDERS = (1 / 3, 2 / 3)
"""After which parts of a window people are reminded, besides the days before its end."""
LAST_CALL = timedelta(days=3)
SHORTEST = timedelta(days=2)
"""Between two letters of one wave."""


def reminders_of(window: WaveWindow, invited_at: datetime) -> list[datetime]:
    """When somebody is reminded who was invited then: twice on the way and once before the end.

    Of two that would lie within two days the earlier one is left out.
    """
    length = window.closes_at - invited_at
    planned = [invited_at + length * part for part in REMINDERS]
    planned.append(window.closes_at - LAST_CALL)
    kept: list[datetime] = []
    for moment in sorted(planned, reverse=True):
        following = kept[0] if kept else window.closes_at
        if moment >= invited_at + SHORTEST and following - moment >= SHORTEST:
            kept.insert(0, moment)
    return kept


def due_reminder(window: WaveWindow, invited_at: datetime, now: datetime) -> int | None:
    """The number of the newest reminder whose moment has come, from 1; None: there is none.

    Earlier ones that nobody sent are not made up for.
    """
    if not window.holds(now):
        return None
    passed = [number for number, at in enumerate(reminders_of(window, invited_at), 1) if at <= now]
    return passed[-1] if passed else None


def is_reminded(mode: IdentityMode, *, is_done: bool) -> bool:
    """Whether somebody is reminded who was asked.

    Of anonymous answers everybody is, or a reminder would tell who has not answered.
    """
    return mode.is_anonymous or not is_done
