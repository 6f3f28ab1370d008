"""An approval as a proposal keeps it, and back: every field of it, word for word."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cohorts.models import Cohort
from app.credit.approvals import Approval, ApprovedComponent, ApprovedSystem, as_approved
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ActivityFormat, ComponentKind
from app.credit.models import CreditSystem
from app.credit.proposals.models import ActivityProposal

NOT_ASKED = ("approved_at", "approved_by", "claims_close_at")
"""What nobody approves: it follows from the act, or the coordinator changes it."""
_IDS = ("accreditation_id",)
_UNSAID = ("change_reason", "designated_at")


def terms_of(approval: Approval) -> dict[str, Any]:
    """What is asked for, as JSON keeps it."""
    told = {
        field.name: getattr(approval, field.name)
        for field in fields(approval)
        if field.name not in NOT_ASKED
    }
    told["joint_providers"] = list(approval.joint_providers)
    told["signatories"] = [dict(own) for own in approval.signatories]
    told["logos"] = [dict(own) for own in approval.logos]
    told["format"] = approval.format.value if approval.format else None
    told["expires_at"] = approval.expires_at.isoformat() if approval.expires_at else None
    told["designated_at"] = approval.designated_at.isoformat() if approval.designated_at else None
    told["designations"] = [own.told for own in approval.designated()]
    told["components"] = [
        {
            "kind": part.kind.value,
            "minutes_each": part.minutes_each,
            "max_quarters": part.max_quarters,
        }
        for part in approval.components
    ]
    for name in _UNSAID:
        if not told[name]:
            del told[name]  # so that it says the same as what was asked for without one
    return told | {name: str(told[name]) for name in _IDS if told[name] is not None}


def terms_of_approved(approved: ApprovedActivity) -> dict[str, Any]:
    """The same of a version there is."""
    activity = approved.activity
    parts = [
        ApprovedComponent(part.kind, part.minutes_each, part.max_quarters)
        for part in approved.components
    ]
    rows: dict[str, Any] = {
        "designated_at": None,
        "components": parts,
        "designations": [
            ApprovedSystem(own.key, own.max_quarters, own.statement, own.version)
            for own in approved.designated
        ],
    }
    told: dict[str, Any] = {
        field.name: getattr(activity, field.name)
        for field in fields(Approval)
        if field.name not in rows
    }
    return terms_of(Approval(**told, **rows))


def approval_from(
    terms: Mapping[str, Any], *, approved_at: datetime, approved_by: str, claims_close_at: datetime
) -> Approval:
    """The same as it is approved."""
    parts = [
        ApprovedComponent(ComponentKind(part["kind"]), part["minutes_each"], part["max_quarters"])
        for part in terms["components"]
    ]
    read = {
        "components": parts,
        "designations": [ApprovedSystem(**own) for own in terms["designations"]],
        "format": ActivityFormat(terms["format"]) if terms["format"] else None,
        **{name: _moment(terms.get(name)) for name in ("expires_at", "designated_at")},
    }
    ids = {name: UUID(terms[name]) for name in _IDS if terms.get(name)}
    return Approval(
        **{**terms, **ids, **read},
        approved_at=approved_at,
        approved_by=approved_by,
        claims_close_at=claims_close_at,
    )


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def would_be(
    asked: ActivityProposal, cohort: Cohort, systems: Sequence[CreditSystem]
) -> ApprovedActivity:
    """What an approval would make of a proposal, in rows that nobody stores: for its proof.

    `systems`: in every version.
    """
    return as_approved(approval_asked(asked, cohort, asked.proposed_at), cohort.id, systems)


def approval_asked(asked: ActivityProposal, cohort: Cohort, at: datetime) -> Approval:
    """What is asked for as if it were approved at a moment, by nobody yet."""
    return approval_from(
        asked.terms, approved_at=at, approved_by="", claims_close_at=cohort.closes_at
    )
