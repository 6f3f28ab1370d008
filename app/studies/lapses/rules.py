"""Which waves have begun or are over in which cohort, and that whoever saves them was told; pure.

Who is enrolled when a window is over is never asked. So nobody plans one that has passed without
having read its days. And nobody has people asked without having read that the first answer fixes
the plan.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.language.moments import local
from app.language.reasons import Reason, reason
from app.studies.enums import WaveAnchor
from app.studies.waves.rules import LONGEST, WaveDays, WaveWindow, anchor_of, target_day, window_of

AHEAD = timedelta(days=14)
"""For how long a wave that has begun should still be open."""
LAPSED = reason(
    "wave.lapsed",
    "A time at which this study asks has begun already, or is over. Choose other days, or confirm "
    "that you want it so.",
)
LAPSED_ELSEWHERE = reason(
    "wave.lapsed_elsewhere",
    "A usual time at which a study asks has begun already, or is over. Read which one, and confirm "
    "that you did: the days are changed on another page.",
)
OPENS = reason(
    "study.opens",
    "People are asked to take part as soon as this is saved. Read what that means, and confirm it.",
)


@dataclass(frozen=True)
class CohortStart:
    """A cohort with the day from which its waves count. `start`: on the calendar of `zone`."""

    title: str
    zone: str
    start: date


@dataclass(frozen=True)
class Lapse:
    """A wave whose time has begun in a cohort, or is over."""

    cohort: str
    months: int
    window: WaveWindow
    is_over: bool
    last_day: int | None
    """With which it would be open for two weeks from now; None: it is, or none would do."""


def lapses(
    waves: Iterable[WaveDays], anchor: WaveAnchor, cohorts: Sequence[CohortStart], now: datetime
) -> list[Lapse]:
    """Every such wave, the earliest first; none of those that count from a draw."""
    found = []
    for wave in sorted(waves):
        for cohort in cohorts:
            day = anchor_of(anchor, wave.months, start=cohort.start, own=None)
            if day is None:
                continue
            window = window_of(day, *wave, cohort.zone)
            if window.opens_at < now:
                found.append(_lapse(wave, day, cohort, window, now))
    return found


def _lapse(
    wave: WaveDays, day: date, cohort: CohortStart, window: WaveWindow, now: datetime
) -> Lapse:
    until = local(now, cohort.zone).date() + AHEAD
    last = (until - target_day(day, wave.months)).days
    better = last if wave.last_day < last <= LONGEST else None
    return Lapse(cohort.title, wave.months, window, window.closes_at <= now, better)


@dataclass(frozen=True)
class ToTell:
    """What whoever saves something has to have read before."""

    lapses: Sequence[Lapse] = ()
    opens: bool = False
    """Whether people are asked to take part from then on."""
    elsewhere: bool = False
    """Whether the days are changed on another page, where they still can be."""

    @property
    def fingerprint(self) -> str:
        """Stands for what was told; empty where there is nothing to tell."""
        lines = ["opens"] if self.opens else []
        lines += [f"{own.cohort} {own.months} {own.window} {own.is_over}" for own in self.lapses]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""

    @property
    def reason(self) -> Reason:
        """Why it is not saved before they have read it."""
        if self.opens:
            return OPENS
        return LAPSED_ELSEWHERE if self.elsewhere else LAPSED


NOTHING_TO_TELL = ToTell()
UNREAD = frozenset({LAPSED, LAPSED_ELSEWHERE, OPENS})
"""The reasons at which a form shows what is to be read."""


def why_not_so(told: ToTell, confirmed: str) -> Reason | None:
    """Why this is not saved. `confirmed`: what they were told."""
    return None if confirmed == told.fingerprint or not told.fingerprint else told.reason
