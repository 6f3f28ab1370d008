"""When people are reminded of a wave, and who is; pure."""

from datetime import datetime, timedelta

from app.studies.waves.rules import WaveWindow
from app.surveys.enums import IdentityMode

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
