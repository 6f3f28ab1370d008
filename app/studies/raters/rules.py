"""Whom a learner can name, and what a mentee's answer makes of it; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from app.language.reasons import Reason, ReasonKind, reason
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentScope, RaterStep

MOST = 6
"""So many mentees somebody can name for one study, one after the other."""
A_DAY, DAILY = timedelta(days=1), 2
NOT_YET = reason(
    "rater.not_yet",
    "You cannot name anybody yet: what this study tells mentees is still being written. It "
    "appears here once it is there.",
)
NOT_ALLOWED = reason(
    "rater.not_allowed",
    "You can name a mentee once you take part in this study and have allowed that a mentee is "
    "asked.",
)
YOURSELF = reason("rater.yourself", "This is your own address. Name somebody whom you mentor.")
MANY_TODAY = reason("rater.many_today", "You have named two today. Come back tomorrow.")
TOO_MANY = ReasonKind(
    "rater.too_many",
    "You have named {count} mentee for this study, and can name no other one.",
    "You have named {count} mentees for this study, and can name no other one.",
)
SAME = reason("rater.same", "You have named this mentee already.")
ELSEWHERE = reason("rater.elsewhere", "You have named somebody in another window meanwhile.")
NO_LONGER = reason(
    "rater.no_longer", "Nothing is asked of you here any more. You need not do anything."
)
CHOOSE = reason("rater.choose", "Press one of the buttons to say yes or no.")
ANSWERED = reason("rater.answered", "You have answered this already.")


def why_not_name(
    stand: Stand,
    mark: str,
    *,
    own: Collection[str],
    before: Sequence[datetime],
    current: str | None,
    now: datetime,
) -> Reason | None:
    """Why somebody cannot name a mentee with an address, of which `mark` is the keyed hash.

    `own`: those of their own addresses. `before`: when they named somebody for this study so far.
    `current`: that of who is named now; not the address, which is gone once they said no.
    """
    if not stand.allows(ConsentScope.MENTEE):
        return NOT_ALLOWED
    if mark in own:
        return YOURSELF
    if mark == current:
        return SAME
    if len(before) >= MOST:
        return TOO_MANY(count=MOST)
    recent = sum(at > now - A_DAY for at in before)
    return MANY_TODAY if recent >= DAILY else None


def why_not_step(last: RaterStep | None, step: RaterStep, *, is_asked: bool) -> Reason | None:
    """Why a mentee cannot do this now. `is_asked`: whether they are the one who is named still.

    Who wants no more can always say so.
    """
    if step is RaterStep.STOPPED:
        return None if last is RaterStep.AGREED else ANSWERED
    if not is_asked:
        return NO_LONGER
    return ANSWERED if last in {RaterStep.DECLINED, RaterStep.STOPPED, step} else None


def is_asked(stand: Stand, *, is_current: bool) -> bool:
    """Whether a mentee may be written to: the newest one, of who still allows it."""
    return is_current and stand.allows(ConsentScope.MENTEE)
