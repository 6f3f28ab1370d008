"""In which part of its hour a session is, which step of its plan is on, and its note; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.language.reasons import Reason, reason
from app.packs.schema import PlanStep

EARLY = timedelta(minutes=10)
"""So long before it starts its room is one of a session that is on: people come in."""
OVERRUN = timedelta(minutes=10)
"""So long after its end, too: an hour that runs over does not lose its plan."""
LONGEST_NOTE = 2_000
"""Signs in a note."""

NEWER_NOTE = reason(
    "session_note.newer_text",
    "Somebody saved another text since you opened this page. Both texts are here: "
    "put together what should stay, and save it.",
)
NOT_SHARED = reason(
    "reflection_star.not_shared",
    "This reflection is not shared any more, so it cannot be used.",
)


class Phase(StrEnum):
    """What matters of a session now."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    OFF = "off"
    """It is canceled, or was not held."""


@dataclass(frozen=True)
class Hand:
    """Where the clock stands in a session."""

    minute: int
    """Since its start; before it, zero."""
    step: int | None
    """Which step of the plan is on, from 0; None where none is."""
    left: int
    """Minutes until that step ends; a part of one counts as one."""


def phase_of(starts_at: datetime, minutes: int, now: datetime, *, canceled: bool) -> Phase:
    """In which part of its hour a session is."""
    if canceled:
        return Phase.OFF
    if now < starts_at - EARLY:
        return Phase.BEFORE
    is_over = now >= starts_at + timedelta(minutes=minutes) + OVERRUN
    return Phase.AFTER if is_over else Phase.DURING


def hand_of(starts_at: datetime, plan: Sequence[PlanStep], now: datetime) -> Hand:
    """Where the clock stands. Before the start no step is on, and none after the last."""
    seconds = (now - starts_at).total_seconds()
    minute = max(0, int(seconds // 60))
    for number, step in enumerate(plan):
        if step.start * 60 <= seconds < step.end * 60:
            return Hand(minute, number, -int(-(step.end * 60 - seconds) // 60))
    return Hand(minute, None, 0)


def open_step(asked: int | None, plan: Sequence[PlanStep], hand: Hand, now_after: bool) -> int:
    """Which step is open, from 0: the one asked for (from 1), else the one that is on."""
    if asked is not None and 1 <= asked <= len(plan):
        return asked - 1
    if hand.step is not None:
        return hand.step
    return len(plan) - 1 if now_after else 0


def why_not_replace(newest: int, seen: int, text: str, there: str) -> Reason | None:
    """Why a note cannot take the place of the newest one: its writer has not seen that.

    The same words are no other text, so a second click is none.
    """
    return None if seen == newest or text == there else NEWER_NOTE
