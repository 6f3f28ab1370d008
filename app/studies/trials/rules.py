"""The arms of a trial, when its list is sealed, and for whom a place of it is drawn. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.language.reasons import Reason, ReasonKind, reason
from app.studies.trials.lists.rules import hash_of

if TYPE_CHECKING:
    from app.studies.trials.models import Trial

SEALED = reason(
    "trial.sealed", "The list is sealed, so nothing of what it was made from can change anymore."
)
NOT_SEALED = reason(
    "trial.not_sealed", "No arm can be drawn before the list is sealed and its hash is published."
)
ENDED = reason("trial.ended", "The trial takes nobody in anymore, so no arm is drawn.")
NOT_ENDED = reason(
    "trial.not_ended",
    "The list stays sealed as long as arms can still be drawn. End that first.",
)
OPENED = reason("trial.opened", "The list is open already.")
DRAWN = reason("arm.drawn", "An arm was drawn for them already. It stays.")
DRAWN_ELSEWHERE = reason(
    "trial.drawn_elsewhere",
    "An arm was drawn for them in another cohort of this program, or in another study. It holds "
    "here, too.",
)
LEFT = reason("trial.left", "They are not enrolled in a cohort of this study.")
NOT_READY = reason(
    "trial.not_ready",
    "They have not agreed to take part in this study, or not completed its baseline survey. Which "
    "of the two is told to nobody.",
)
NO_PLACE = ReasonKind(
    "trial.no_place", "All places of {stratum} are drawn. The list cannot be made longer."
)
NOT_READABLE = reason(
    "trial.not_readable",
    "The sealed list cannot be read: it was sealed with another SECRET_KEY, or somebody changed "
    "it. Nothing is drawn.",
)
NOT_AS_PUBLISHED = reason(
    "trial.not_as_published",
    "The open list is not the one whose hash was published: somebody changed it. It is not sent.",
)
HAPPENED = reason("trial.happened", "That is recorded for them already.")
HAS_BEGUN = reason(
    "trial.has_begun", "The live sessions that their arm was promised are theirs already."
)
HAS_SESSIONS = reason(
    "trial.has_sessions", "Their arm has live sessions, so there is nothing to cross over to."
)


@dataclass(frozen=True)
class Arm:
    """What people of an arm take part in."""

    title: str
    has_sessions: bool
    later_months: int | None = None
    """Of one without sessions: how many months after the draw they were promised; None: never."""

    def as_json(self) -> dict[str, Any]:
        """As a trial keeps it."""
        return {
            "title": self.title,
            "has_sessions": self.has_sessions,
            "later_months": self.later_months,
        }


def arms_of(trial: Trial) -> list[Arm]:
    """The arms of a trial, in the order of their numbers."""
    return [Arm(**arm) for arm in trial.arms]


def arm_of(trial: Trial, number: int) -> Arm:
    """An arm by its number, from 1 on."""
    return arms_of(trial)[number - 1]


def why_not_seal(trial: Trial) -> Reason | None:
    """Why the list is not made and sealed."""
    return SEALED if trial.sealed_at is not None else None


def why_not_end(trial: Trial) -> Reason | None:
    """Why it cannot be ended that arms are drawn."""
    if trial.sealed_at is None:
        return NOT_SEALED
    return ENDED if trial.ended_at is not None else None


def why_not_open(trial: Trial) -> Reason | None:
    """Why the list is not shown to anybody."""
    if trial.ended_at is None:
        return NOT_ENDED
    return OPENED if trial.opened_at is not None else None


def why_not_send(trial: Trial) -> Reason | None:
    """Why the open list is not sent to whoever asks for it."""
    return None if hash_of(trial.opened or "") == trial.list_hash else NOT_AS_PUBLISHED


@dataclass(frozen=True)
class Ready:
    """What decides whether an arm is drawn for somebody."""

    is_enrolled: bool
    has_agreed: bool
    baseline_done: bool
    drawn: bool = False
    drawn_elsewhere: bool = False


def why_not_draw(trial: Trial, ready: Ready) -> Reason | None:
    """Why no arm is drawn for somebody now."""
    if trial.sealed_at is None:
        return NOT_SEALED
    if ready.drawn:
        return DRAWN
    if trial.ended_at is not None:
        return ENDED
    return why_not_ready(ready)


def why_not_ready(ready: Ready) -> Reason | None:
    """Why it is not somebody's turn."""
    checks: Mapping[Reason, bool] = {
        LEFT: ready.is_enrolled,
        DRAWN_ELSEWHERE: not ready.drawn_elsewhere,
        NOT_READY: ready.has_agreed and ready.baseline_done,
    }
    return next((why for why, holds in checks.items() if not holds), None)


def sessions_from(arm: Arm, drawn_at: datetime) -> datetime | None:
    """From when somebody has sessions whose arm has none before: as it was promised."""
    if arm.has_sessions or arm.later_months is None:
        return None
    years, month = divmod(drawn_at.month - 1 + arm.later_months, 12)
    year = drawn_at.year + years
    day = min(drawn_at.day, calendar.monthrange(year, month + 1)[1])
    return drawn_at.replace(year=year, month=month + 1, day=day)


def kept_to(trial: Trial, arm: Arm, *, modules: int, sessions: int) -> bool:
    """Whether somebody kept to the protocol; of an arm without sessions, came to none."""
    if modules < trial.modules_needed:
        return False
    return sessions >= trial.sessions_needed if arm.has_sessions else not sessions
