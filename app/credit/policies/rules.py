"""What another policy changes for the people of a cohort, and whether it can follow. Pure.

Both policies judge the same ledgers at the same moment, by the one rule of completion.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from app.casework.make_up_requests.enums import CreditType, Way
from app.casework.make_up_requests.rules import credit_of
from app.cohorts.arms.rules import policy_of_arm
from app.cohorts.rules import why_not_change
from app.cohorts.schedule.rules import Extent
from app.credit.completion.progress import progress
from app.credit.completion.promise import what_completes
from app.credit.completion.rules import Completion
from app.credit.ledger import Ledger
from app.credit.stages.changes.rules import Turn, standing, turn
from app.language.reasons import Reason, reason
from app.packs.schema import PolicyData
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.casework.make_up_requests.queries import RequestRow

DRAFT = reason("policy.draft", "This is a draft. Its policy is changed where it is set up.")
SAME = reason("policy.same", "The cohort already has this policy.")
CHANGED = reason(
    "policy.changed_meanwhile",
    "The policy, or how somebody stands, changed while this page was open. Look at it again.",
)


@dataclass(frozen=True)
class Change:
    """Somebody whose standing, or the arithmetic that they read, another policy changes."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    before: Completion
    after: Completion
    turn: Turn | None
    """How their standing changes; None: they only read another arithmetic."""
    certified: bool
    """They hold a certificate, which stays as it is."""


@dataclass(frozen=True)
class CreditChange:
    """A make-up that waits for an answer, and is for credit something else by another policy."""

    request_id: UUID
    person_id: UUID
    name: str
    position: int
    way: Way
    before: CreditType
    after: CreditType


def credit_changes(
    waiting: Iterable["RequestRow"], before: PolicyData, after: PolicyData
) -> list[CreditChange]:
    """The make-ups that wait and whose credit another policy changes."""
    found = (
        CreditChange(
            row.id,
            row.person_id,
            row.name,
            row.position,
            row.way,
            credit_of(before, row.way),
            credit_of(after, row.way),
        )
        for row in waiting
    )
    return [change for change in found if change.before is not change.after]


def changes(
    ledgers: Iterable[Ledger],
    before: PolicyData,
    after: PolicyData,
    certified: Collection[UUID],
    now: datetime,
) -> list[Change]:
    """Everybody for whom something changes. `certified`: enrollments with a live certificate."""
    found = (
        _change(ledger, before, after, now, certified=ledger.enrollment_id in certified)
        for ledger in ledgers
    )
    return [change for change in found if change.turn is not None or _is_read(change)]


def _change(
    ledger: Ledger, before: PolicyData, after: PolicyData, now: datetime, *, certified: bool
) -> Change:
    old, new = standing(ledger, before, now), standing(ledger, after, now)
    return Change(
        ledger.enrollment_id,
        ledger.person_id,
        ledger.name,
        old.completion,
        new.completion,
        turn(old, new),
        certified,
    )


def _is_read(change: Change) -> bool:
    return progress(change.before) != progress(change.after)


def changes_fingerprint(
    version: int, found: Iterable[Change], make_ups: Iterable[CreditChange] = ()
) -> str:
    """Stands for what was shown: another one with a newer version, and with another list."""
    lines = sorted(
        f"{change.enrollment_id} {change.before.outlook} {change.after.outlook} {change.turn} "
        f"{change.certified}"
        for change in found
    )
    lines += sorted(f"{change.request_id} {change.before} {change.after}" for change in make_ups)
    return hashlib.sha256("\n".join([str(version), *lines]).encode()).hexdigest()


def why_not_follow(
    before: PolicyData, after: PolicyData, *, is_draft: bool, archived_at: datetime | None = None
) -> Reason | None:
    """Why another policy cannot follow.

    A cohort that has closed can have one: canceled sessions may have put completion out of reach.
    """
    if is_draft:
        return DRAFT
    if archived := why_not_change(archived_at):
        return archived
    return SAME if before == after else None


class Said(NamedTuple):
    """What people read of two policies: what completed the cohort, and what completes it now."""

    before: Sequence[Reason]
    after: Sequence[Reason]

    @property
    def is_news(self) -> bool:
        """Whether they read something else than before."""
        return self.before != self.after


def said_to(before: PolicyData, after: PolicyData, extent: Extent, *, has_sessions: bool) -> Said:
    """What concerns people with sessions or, by the arm of a trial, without: of those nothing.

    `extent`: of the cohort as it is for who has all of it.
    """
    sessions = extent.sessions if has_sessions else 0
    theirs = [policy_of_arm(policy, has_sessions=has_sessions) for policy in (before, after)]
    return Said(*(what_completes(policy, extent.modules, sessions) for policy in theirs))


def why_not_for_oneself(found: Iterable[Change | CreditChange], *, by: UUID) -> Reason | None:
    """Why somebody does not change what they themselves are judged by, were it by a number."""
    return why_not_deal_with([change.person_id for change in found], by=by)
