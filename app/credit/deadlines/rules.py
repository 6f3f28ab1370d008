"""Which deadlines a published cohort can be given. Pure.

Closing later can be done as long as the cohort is not archived, also after it has closed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.cohorts.models import Cohort
    from app.credit.eligibility.rules import ApprovedActivity

PAST = reason("deadlines.past", "Choose a day in the future.")
BEFORE_LAST_SESSION = ReasonKind(
    "deadlines.before_last_session", "The last session ends {ends:moment}. Choose a later day."
)
IN_AFTER_CLOSING = ReasonKind(
    "deadlines.in_after_closing",
    "Nobody can enroll after the cohort closes, {closes:moment}. Choose an earlier day.",
)
CHANGED = reason(
    "deadlines.changed", "The dates have changed since you opened the page. Look again."
)
SAME = reason("deadlines.same", "These are already the dates.")


@dataclass(frozen=True)
class Deadlines:
    """The moments until which something can be done in a cohort."""

    enrollment_closes: datetime | None
    """Until then people get in by themselves; None: until the cohort closes."""
    closes: datetime
    claims_close: datetime | None
    """None where the cohort gives no credit."""

    @property
    def facts(self) -> dict[str, str | None]:
        """For the history."""
        named = vars(self).items()
        return {name: moment.isoformat() if moment else None for name, moment in named}

    @property
    def fingerprint(self) -> str:
        """Stands for these moments on a page that showed them."""
        return hashlib.sha256("\n".join(map(str, self.facts.values())).encode()).hexdigest()


def deadlines_of(cohort: Cohort, approved: ApprovedActivity | None) -> Deadlines:
    """The deadlines of a cohort as they are."""
    claims_close = approved.activity.claims_close_at if approved else None
    return Deadlines(cohort.enrollment_closes_at, cohort.closes_at, claims_close)


class Wrong(NamedTuple):
    """A deadline that cannot be, by its name in `Deadlines`."""

    name: str
    reason: Reason


def why_not_these(
    before: Deadlines, after: Deadlines, *, last_ends: datetime | None, zone: str, now: datetime
) -> list[Wrong]:
    """All that is wrong with new deadlines. `last_ends`: when the last session is over."""
    if before == after:
        return [Wrong("closes", SAME)]
    return list(_wrong(before, after, last_ends=last_ends, zone=zone, now=now))


def _wrong(
    before: Deadlines, after: Deadlines, *, last_ends: datetime | None, zone: str, now: datetime
) -> Iterator[Wrong]:
    for name, moment in vars(after).items():
        if moment is None or moment == getattr(before, name):
            continue
        if moment <= now:
            yield Wrong(name, PAST)
        elif name != "enrollment_closes" and last_ends is not None and moment < last_ends:
            yield Wrong(name, BEFORE_LAST_SESSION(ends=local(last_ends, zone)))
    opens = after.enrollment_closes
    if opens is not None and opens > after.closes:
        yield Wrong("enrollment_closes", IN_AFTER_CLOSING(closes=local(after.closes, zone)))
