"""What the arm that was drawn for somebody means for them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.studies.trials import rules
from app.studies.trials.enums import ArmMeans
from app.studies.trials.rules import Arm


@dataclass(frozen=True)
class OwnArm:
    """An arm, as it is told to whom it was drawn for."""

    title: str
    """As the study calls it."""
    means: ArmMeans
    sessions_from: datetime | None
    """Where sessions come later, or were given to them: those that begin then."""
    drawn_at: datetime


def own_arm(
    arm: Arm, *, has_sessions: bool, sessions_from: datetime | None, drawn_at: datetime
) -> OwnArm:
    """What an arm means. `has_sessions`, `sessions_from`: of the person, as it is now."""
    if arm.has_sessions:
        means = ArmMeans.SESSIONS
    elif has_sessions or sessions_from != rules.sessions_from(arm, drawn_at):
        means = ArmMeans.GIVEN_SESSIONS
    else:
        means = ArmMeans.MODULES if sessions_from is None else ArmMeans.SESSIONS_LATER
    return OwnArm(arm.title, means, sessions_from, drawn_at)
