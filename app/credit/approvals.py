"""What a provider's CME office approves, before it is a version of an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1, PARTICIPATION, ActivityFormat, ComponentKind
from app.credit.models import Activity, Component
from app.credit.since.rules import Dated, dated
from app.credit.systems.rules import Designated

if TYPE_CHECKING:
    from app.credit.models import CreditSystem


@dataclass(frozen=True)
class ApprovedComponent:
    """What one module, or one session, earns, and what all of them may earn."""

    kind: ComponentKind
    minutes_each: int
    max_quarters: int


@dataclass(frozen=True)
class ApprovedSystem:
    """For what credit an activity is designated, by the key of its system, as `Designation` is."""

    key: str
    max_quarters: int | None
    statement: str = ""
    version: int = 1
    """Of the system: in whose terms and words."""

    @property
    def told(self) -> dict[str, Any]:
        """As terms keep it. The first version goes unsaid, as it did before there was another."""
        return {name: own for name, own in vars(self).items() if (name, own) != ("version", 1)}


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What the provider's CME office approved, in the words of `Activity`."""

    title: str
    provider: str
    accreditation_id: UUID | None = None
    joint_providers: Sequence[str] = ()
    learning_format: str
    format: ActivityFormat | None = None
    place: str = ""
    designated_quarters: int
    rounding: str
    accreditation_statement: str
    designation_statement: str
    claim_statement: str
    signatories: Sequence[dict[str, str]]
    logos: Sequence[dict[str, str]] = ()
    template: str = ""
    requires_completion: bool = True
    requires_evaluation: bool = False
    disclosure_applies: bool
    disclosure_reason: str
    approved_at: datetime
    approved_by: str
    designated_at: datetime | None = None
    """Since when it is designated in truth, where what is in force says another day."""
    change_reason: str = ""
    """Why it follows what is in force; people who learn are told."""
    claims_close_at: datetime
    expires_at: datetime | None = None
    components: Sequence[ApprovedComponent]
    designations: Sequence[ApprovedSystem] = ()
    """Empty: for physicians' credit, up to the maximum of the activity.

    Hours of participation are everybody's in any case.
    """

    def designated(self) -> list[ApprovedSystem]:
        """All of them, with the hours of participation."""
        most = self.designated_quarters
        given = {own.key: own for own in self.designations} or {
            AMA_PRA_1: ApprovedSystem(AMA_PRA_1, most)
        }
        hours = given.pop(PARTICIPATION, ApprovedSystem(PARTICIPATION, most))
        return [*given.values(), replace(hours, max_quarters=most, statement="")]


def with_dropped(approval: Approval, held: ApprovedActivity | None) -> Approval:
    """With what earned something before and earns no more: 0 minutes, up to the maximum it had."""
    known = {part.kind for part in approval.components}
    dropped = [
        ApprovedComponent(part.kind, 0, part.max_quarters)
        for part in (held.components if held else ())
        if part.kind not in known
    ]
    return replace(approval, components=[*approval.components, *dropped]) if dropped else approval


_ROWS = frozenset({"components", "designations", "designated_at"})  # not shown


def columns(approval: Approval) -> dict[str, Any]:
    """What was approved, as an activity keeps it; what it keeps otherwise is not among it."""
    facts = vars(approval) | {
        "joint_providers": list(approval.joint_providers),
        "signatories": list(approval.signatories),
        "logos": list(approval.logos),
    }
    return {name: value for name, value in facts.items() if name not in _ROWS}


def days_of(approval: Approval, held: ApprovedActivity | None) -> Dated:
    """Since when everything of it is designated. `held`: what it goes on from."""
    components, systems = approval.components, approval.designated()
    return dated(held, components, systems, approval.approved_at, approval.designated_at)


def components_of(activity_id: UUID, approval: Approval, days: Dated) -> list[Component]:
    """What earns, in rows, and since when where it once earned otherwise."""
    return [
        Component(
            activity_id=activity_id,
            rates=[own.told for own in days.rates.get(part.kind, ())],
            **vars(part),
        )
        for part in approval.components
    ]


def as_approved(
    approval: Approval,
    cohort_id: UUID,
    systems: Sequence[CreditSystem],
    held: ApprovedActivity | None = None,
) -> ApprovedActivity:
    """What would be approved, in rows that nobody stores: what a proof is printed of.

    `systems`: in every version that it names; `held`: what it would go on from.
    """
    approval = with_dropped(approval, held)
    days = days_of(approval, held)
    activity = Activity(
        **columns(approval) | days.columns,
        cohort_id=cohort_id,
        version=held.activity.version + 1 if held else 0,
    )
    parts = components_of(activity.id, approval, days)
    asked = {(own.key, own.version): own for own in approval.designated()}
    designated = [
        Designated(system, own.max_quarters, own.statement, days.since.get(system.key))
        for system in systems
        if (own := asked.get((system.key, system.version)))
    ]
    return ApprovedActivity(activity, tuple(parts), tuple(designated))
