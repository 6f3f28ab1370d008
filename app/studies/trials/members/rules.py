"""What became of each person of a study in its trial. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from app.studies.enums import ConsentState

if TYPE_CHECKING:
    from datetime import datetime


class NotDrawn(StrEnum):
    """Why no arm was drawn for somebody."""

    UNANSWERED = "unanswered"
    """They have not said whether they take part."""
    DECLINED = "declined"
    WITHDREW = "withdrew"
    """They agreed, and withdrew before an arm was drawn."""
    LEFT = "left"
    """They left the cohort before."""
    NO_BASELINE = "no_baseline"
    ELSEWHERE = "elsewhere"
    """An arm was drawn for them in another cohort, or by another trial."""
    WAITS = "waits"
    """It is their turn."""


@dataclass(frozen=True)
class AtWave:
    """How somebody stands to one wave."""

    due: bool
    """Whether its time has begun for them."""
    responded: bool = False
    in_time: bool = False
    """Whether what they answered came within the window; of anonymous answers nobody knows."""
    analyzed: bool = False
    """Whether there are answers of them: not if they took their consent back and these with it."""


@dataclass(frozen=True)
class Work:
    """What somebody took up."""

    modules: int = 0
    """Signed."""
    sessions: int = 0
    """At which they were; of an arm without, by the log."""


NOTHING = Work()


@dataclass(frozen=True)
class Member:
    """Somebody of a study, and what became of them."""

    enrollment_id: UUID
    consent: ConsentState
    not_drawn: NotDrawn | None
    """None: an arm was drawn."""
    arm: int = 0
    """Its number; 0 without one."""
    stratum: str = ""
    drawn_at: datetime | None = None
    work: Work = NOTHING
    discontinued: str | None = None
    """For what reason."""
    crossed_over: bool = False
    waves: Mapping[int, AtWave] = field(default_factory=dict)
    """By months."""


def why_not_drawn(
    consent: ConsentState, *, is_enrolled: bool, baseline_done: bool, elsewhere: bool
) -> NotDrawn:
    """Why no arm was drawn for somebody so far."""
    own = {
        ConsentState.UNANSWERED: NotDrawn.UNANSWERED,
        ConsentState.DECLINED: NotDrawn.DECLINED,
        ConsentState.WITHDRAWN: NotDrawn.WITHDREW,
    }
    if consent in own:
        return own[consent]
    if not is_enrolled:
        return NotDrawn.LEFT
    if elsewhere:
        return NotDrawn.ELSEWHERE
    return NotDrawn.WAITS if baseline_done else NotDrawn.NO_BASELINE
