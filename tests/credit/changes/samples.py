"""Changes of an activity, as an approval makes them, without a database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.credit.approvals import Approval, ApprovedComponent, ApprovedSystem, as_approved
from app.credit.eligibility.rules import ApprovedActivity, own_system
from app.credit.enums import ComponentKind
from app.credit.ledger import Ledger
from app.credit.models import Claim
from app.credit.proposals.terms import approval_from, terms_of_approved
from tests.credit.ledgers import AFTER, policy
from tests.credit.systems.samples import ALL

Change = Callable[[Approval], Approval]


def said_of(before: ApprovedActivity, at: datetime) -> Approval:
    """Word for word what is in force, approved once more."""
    own = before.activity
    return approval_from(
        terms_of_approved(before),
        approved_at=at,
        approved_by="Opal Ortiz, MEd",
        claims_close_at=own.claims_close_at,
    )


def changed_at(
    before: ApprovedActivity, at: datetime, change: Change, *, goes_on: bool = True
) -> ApprovedActivity:
    """The next version; `goes_on`: with the same provider."""
    approval = change(said_of(before, at))
    return as_approved(approval, UUID(int=9), ALL, before if goes_on else None)


def same(approval: Approval) -> Approval:
    return approval


def says(**words: Any) -> Change:
    return lambda approval: replace(approval, **words)


def earns(kind: ComponentKind, minutes: int, most: int | None = None) -> Change:
    """What a module or a session earns, and all of them at most in quarters."""

    def change(approval: Approval) -> Approval:
        parts = [_with(part, kind, minutes, most) for part in approval.components]
        if kind not in {part.kind for part in parts}:
            parts.append(ApprovedComponent(kind, minutes, most or 0))
        return replace(approval, components=parts)

    return change


def _with(
    part: ApprovedComponent, kind: ComponentKind, minutes: int, most: int | None
) -> ApprovedComponent:
    if part.kind is not kind:
        return part
    return ApprovedComponent(kind, minutes, part.max_quarters if most is None else most)


def without(kind: ComponentKind) -> Change:
    return lambda approval: replace(
        approval, components=[part for part in approval.components if part.kind is not kind]
    )


def designated_for(*keys: str, most: int = 48) -> Change:
    systems = [ApprovedSystem(key, most) for key in keys]
    return lambda approval: replace(approval, designations=systems)


def all_of(changes: Sequence[Change]) -> Change:
    def change(approval: Approval) -> Approval:
        for changed in changes:
            approval = changed(approval)
        return approval

    return change


def claim_of_all(of: Ledger, approved: ApprovedActivity, now: datetime) -> Claim:
    """All that was earned by a moment, in the system that is theirs."""
    own = own_system(of, approved, policy(), now)
    assert own is not None
    return Claim(
        enrollment_id=of.enrollment_id,
        activity_id=approved.activity.id,
        credit_system=own.key,
        edition=1,
        quarters=48,
        eligible_quarters=48,
        statement="I claim.",
        facts={},
        claimed_at=AFTER,
        by=UUID(int=1),
    )
