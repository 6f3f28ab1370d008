"""Whether a session of another cohort makes one up, and for how many minutes. Pure.

What is offered is asked again when it is approved: between both, weeks pass, and the session, its
cohort or the place of who chose it may be another.
"""

from dataclasses import dataclass
from datetime import datetime

from app.casework.make_up_requests import reasons
from app.language.reasons import Reason


@dataclass(frozen=True)
class SisterSession:
    """A session of the same case in another cohort, and what became of it and them there."""

    starts_at: datetime
    ends_at: datetime
    """In the zone in which it is told."""
    minutes: int
    canceled: bool = False
    """Or not held."""
    fits: bool = True
    """Whether it is of the same case, in a published cohort of the program, in the same weeks."""
    leads: bool = False
    """Whether they have a part in it."""
    is_own: bool = False
    """Whether they have a place in its cohort."""
    was_missed: bool = False
    """Whether a mark of theirs there says so."""
    serves: str = ""
    """The session of theirs that it makes up already: "Week 5"."""


def why_not_sister(sister: SisterSession) -> Reason | None:
    """Why a session makes no other one up, whoever says that they were there."""
    if sister.canceled:
        return reasons.SISTER_CANCELED
    if sister.leads:
        return reasons.SISTER_LED
    if sister.is_own:
        return reasons.SISTER_OWN
    if sister.was_missed:
        return reasons.SISTER_MISSED
    if not sister.fits:
        return reasons.SISTER_CHANGED
    return reasons.SISTER_SERVES(unit=sister.serves) if sister.serves else None


def why_not_minutes(
    sister: SisterSession, minutes: int | None, present: int, now: datetime
) -> Reason | None:
    """Why a sister session does not count for so many minutes.

    `present`: from so many on, the policy says, somebody was present.
    """
    if why := why_not_sister(sister):
        return why
    if now < sister.ends_at:
        return reasons.SISTER_TO_COME(ends=sister.ends_at)
    if minutes is None:
        return reasons.SAY_MINUTES
    if minutes > sister.minutes:
        return reasons.NOT_THAT_LONG(most=sister.minutes)
    least = min(present, sister.minutes)
    return reasons.NOT_LONG_ENOUGH(least=least) if minutes < least else None
