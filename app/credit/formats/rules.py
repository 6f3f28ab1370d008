"""The format of an activity, until when it lasts, and what its credit needs; pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from app.credit.enums import ActivityFormat
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.credit.models import Activity

MOST_YEARS = 3
"""So long after its approval enduring material can be used for credit at most."""

FORMAT_TEXTS = {
    ActivityFormat.BLENDED: "Other activity (blended)",  # not shown: certificates keep theirs
    ActivityFormat.LIVE: "Live activity",  # not shown: as above
    ActivityFormat.ENDURING: "Enduring material",  # not shown: as above
    ActivityFormat.SERIES: "Regularly scheduled series",  # not shown: as above
}
"""What each is called where the provider's words stand."""

EXPIRY_NEEDED = reason(
    "activity.expiry_needed", "Enduring material expires. Enter the last day of its credit."
)
EXPIRY_TOO_LATE = ReasonKind(
    "activity.expiry_too_late",
    "Enduring material expires after {years} years at the latest: on {most:date}.",
)
EXPIRY_BEFORE_LAST = ReasonKind(
    "activity.expiry_before_last",
    "The last session is on {last:date}. Nothing after the last day would earn credit.",
)
NEEDS_COMPLETION = reason(
    "credit.needs_completion", "Credit is claimed by those who complete the program."
)
NEEDS_EVALUATION = reason(
    "credit.needs_evaluation",
    "Credit is claimed for what you attend and attest, after you have answered the evaluation, "
    "also if you do not complete the program.",
)
NEEDS_NO_COMPLETION = reason(
    "credit.needs_no_completion",
    "Credit is claimed for what you attend and attest, also if you do not complete the program.",
)
CHANGED = ReasonKind(
    "credit.changed",
    "What its credit is designated for was changed on {day:date}. The reason given: {why}",
)
CLAIM_STAYS = reason(
    "credit.claim_stays", "You claimed before that, and your claim stays as it is."
)
CLAIM_ABOVE = reason(
    "credit.claim_above",
    "You claimed before that, and more than you have earned as it is recorded now. Nothing of it "
    "is changed by itself: who coordinates this cohort looks at it.",
)
EXPIRES = ReasonKind(
    "credit.expires",
    "The activity expires {expires:moment}. What is done after that earns no credit, and nothing "
    "can be claimed.",
)


def why_not_expire(
    form: ActivityFormat, expires: date | None, *, approved: date, last: date | None
) -> Reason | None:
    """Why an activity cannot expire on a day. `last`: that of its last session, if it has any."""
    if expires is None:
        return EXPIRY_NEEDED if form is ActivityFormat.ENDURING else None
    if form is ActivityFormat.ENDURING and expires > (most := years_after(approved, MOST_YEARS)):
        return EXPIRY_TOO_LATE(years=MOST_YEARS, most=most)
    return why_not_last(expires, last)


def why_not_last(expires: date, last: date | None) -> Reason | None:
    """Why an activity cannot expire on a day, of whatever format: its last session is later."""
    return EXPIRY_BEFORE_LAST(last=last) if last is not None and expires < last else None


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of a leap day the last of that February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_moment(activity: Activity, extended: datetime | None = None) -> datetime:
    """Until when somebody claims in an activity: its window, or its expiry if that comes first.

    `extended`: until when they were given time, which counts if it is later.
    """
    closes, expires = activity.claims_close_at, activity.expires_at
    closes = closes if extended is None else max(closes, extended)
    return closes if expires is None else min(closes, expires)


def what_credit_needs(activity: Activity, zone: str) -> tuple[Reason, ...]:
    """What learners are told from the first day on: the same words on every page."""
    needs = NEEDS_EVALUATION if activity.requires_evaluation else NEEDS_NO_COMPLETION
    if activity.requires_completion:
        needs = NEEDS_COMPLETION
    if activity.expires_at is None:
        return (needs,)
    return (needs, EXPIRES(expires=local(activity.expires_at, zone)))


def what_changed(activity: Activity, zone: str) -> tuple[Reason, ...]:
    """What learners are told of the change by which a version came about; nothing of the first."""
    if activity.changed_at is None or not activity.change_reason:
        return ()
    day = local(activity.changed_at, zone).date()
    return (CHANGED(day=day, why=activity.change_reason),)
