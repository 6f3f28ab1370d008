"""What somebody whose arm has no live sessions takes part in. Pure."""

from dataclasses import dataclass
from datetime import datetime

from app.language.reasons import Reason, reason
from app.packs.schema import PolicyData

NO_SESSIONS = reason(
    "arm.no_sessions",
    "In the trial that they take part in, their group learns by the modules alone, so no live "
    "session is theirs.",
)
YOUR_ARM = reason(
    "arm.yours",
    "In the study that you take part in, your group learns by the modules alone: you have no live "
    "sessions, and you complete by the modules.",
)


@dataclass(frozen=True)
class Bar:
    """That somebody has no live sessions, or none before a moment."""

    sessions_from: datetime | None = None

    def keeps_from(self, starts_at: datetime) -> bool:
        """Whether a session that begins then is not theirs."""
        return self.sessions_from is None or starts_at < self.sessions_from


def why_no_session(bar: Bar | None, starts_at: datetime) -> Reason | None:
    """Why a session is not somebody's."""
    return NO_SESSIONS if bar is not None and bar.keeps_from(starts_at) else None


def policy_of_arm(policy: PolicyData, *, has_sessions: bool) -> PolicyData:
    """What a cohort's policy asks of somebody: without sessions, the modules and surveys alone.

    Also of who is given sessions later: what was promised to them is no duty.
    """
    if has_sessions:
        return policy
    return policy.model_copy(update={"sessions_required": 0, "make_ups_allowed": 0})
