"""To whom certificates of teaching are issued, as they were looked at; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from app.certificates.rules import NOTHING_CHOSEN
from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

NOT_THERE = reason(
    "teaching.not_there",
    "Somebody who is chosen no longer leads a session of this cohort. Nothing was issued: look at "
    "the list as it is now.",
)
CHANGED_SINCE = ReasonKind(
    "teaching.changed_since",
    "What the records say of {name} has changed since you opened the page. Nothing was issued: "
    "look at it as it is now.",
)


@dataclass(frozen=True)
class Chosen:
    """Somebody to whom a certificate is to be issued, as it was looked at."""

    person_id: UUID
    seen: str
    """What they were shown, by its fingerprint."""


def why_not_choose(
    chosen: Collection[Chosen], there: Collection[UUID], *, by: UUID
) -> Reason | None:
    """Why nothing is issued to any of these. `there`: who led a session, or got one."""
    if not chosen:
        return NOTHING_CHOSEN
    if any(own.person_id not in there for own in chosen):
        return NOT_THERE
    return why_not_deal_with([own.person_id for own in chosen], by=by)
