"""Whether one person can be given more time to claim, or be exempt from a gate; pure.

An evaluation that has closed is not reopened for one person: a lone late answer would tell whose it
is. So whoever extends after that says whether this person claims without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.rules import why_not_change, why_not_without_reason
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.credit.status.rules import CreditStatus

NO_ACTIVITY = reason("extension.no_activity", "There is nothing to claim in this cohort.")
HAS_CLAIMED = reason("extension.has_claimed", "They have made their claim.")
PAST = reason("extension.past", "Choose a day in the future.")
BEFORE_WINDOW = ReasonKind(
    "extension.before_window",
    "Everybody can claim until {closes:moment}. Choose that day or a later one.",
)
AFTER_EXPIRY = ReasonKind(
    "extension.after_expiry", "The activity expires {expires:moment}. Choose an earlier day."
)
SAY_EVALUATION = reason(
    "extension.say_evaluation",
    "The evaluation has closed. Say whether they claim without it.",
)
NOTHING_GIVEN = reason(
    "extension.nothing_given", "They have that much time already. Choose a later day."
)
NONE = reason("extension.none", "They have been given no more time than others.")
CHANGED = reason("extension.changed", "It has changed since you opened the page. Look at it again.")


@dataclass(frozen=True)
class Wish:
    """What one person shall be given."""

    until: datetime
    waives_evaluation: bool | None
    """None: nobody said so."""
    waives_completion: bool
    reason: str


def why_not_give_any(
    standing: CreditStatus, now: datetime, *, owner: UUID, by: UUID
) -> Reason | None:
    """Why one person can be given nothing, whatever it were."""
    if why_not := why_not_deal_with([owner], by=by) or why_not_change(standing.ledger.archived_at):
        return why_not
    if standing.approved is None:
        return NO_ACTIVITY
    if standing.claim is not None:
        return HAS_CLAIMED
    expires = standing.approved.activity.expires_at
    if expires is not None and now >= expires:
        return AFTER_EXPIRY(expires=local(expires, standing.ledger.zone))
    return None


def why_not_extend(
    standing: CreditStatus, wish: Wish, now: datetime, *, owner: UUID, by: UUID
) -> Reason | None:
    """Why one person cannot be given this."""
    why_not = why_not_give_any(standing, now, owner=owner, by=by)
    if why_not or standing.approved is None:
        return why_not
    return (
        _why_not_until(standing, wish, now)
        or _why_not_said(standing, wish, now)
        or why_not_without_reason(wish.reason)
    )


def _why_not_until(standing: CreditStatus, wish: Wish, now: datetime) -> Reason | None:
    assert standing.approved is not None
    activity, zone = standing.approved.activity, standing.ledger.zone
    if wish.until <= now:
        return PAST
    if wish.until < activity.claims_close_at:
        return BEFORE_WINDOW(closes=local(activity.claims_close_at, zone))
    if activity.expires_at is not None and wish.until > activity.expires_at:
        return AFTER_EXPIRY(expires=local(activity.expires_at, zone))
    return None


def _why_not_said(standing: CreditStatus, wish: Wish, now: datetime) -> Reason | None:
    assert standing.approved is not None
    if wish.waives_evaluation is None and asks_of_evaluation(standing, now):
        return SAY_EVALUATION
    later = wish.until > standing.approved.activity.claims_close_at
    return None if later or wish.waives_evaluation or wish.waives_completion else NOTHING_GIVEN


def asks_of_evaluation(standing: CreditStatus, now: datetime) -> bool:
    """Whether a claim waits for an evaluation that has closed and that they are not done with."""
    if standing.approved is None:
        return False
    activity = standing.approved.activity
    if not (activity.requires_evaluation or activity.requires_completion):
        return False
    closing = standing.ledger.surveys_closing
    due = standing.completion.surveys_open
    return any(key in closing and closing[key] <= now for key in due)


def why_not_take_back(
    standing: CreditStatus, *, given: UUID | None, seen: UUID, owner: UUID, by: UUID
) -> Reason | None:
    """Why what was given cannot be taken back. `given`: what holds; `seen`: what was shown."""
    if why_not := why_not_deal_with([owner], by=by) or why_not_change(standing.ledger.archived_at):
        return why_not
    if standing.claim is not None:
        return HAS_CLAIMED
    if given is None:
        return NONE
    return None if given == seen else CHANGED
