"""What an officer approves, who may, and what keeps credit that nobody approved. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.credit.proposals.enums import Outcome
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import NOT_FOR_ONESELF

if TYPE_CHECKING:
    from app.credit.proposals.queries import AskedOf

DECIDED = reason("proposal.decided", "This was decided meanwhile. Look at it again.")
CHANGED = reason(
    "proposal.changed",
    "What would be approved has changed since you opened the page. Look at it again.",
)
SAY_WHY = reason("proposal.say_why", "Say what has to change.")
NO_PROOF = reason("proposal.no_proof", "This cohort gives no credit, so there is no proof of it.")
NOTHING_WAITS = reason("proposal.none", "Nothing waits for an approval here.")
ASKED_MEANWHILE = reason(
    "proposal.asked_meanwhile",
    "Somebody else asked for an approval at the same time. Look at it first.",
)
AWAITS = ReasonKind(
    "proposal.awaits",
    "The credit waits for an officer of {provider} to approve it, since {since:day}.",
)
RETURNED = ReasonKind(
    "proposal.returned",
    "An officer of {provider} returned the credit: “{word}” Change it and ask again.",
)
NOT_APPROVED = ReasonKind(
    "proposal.not_approved",
    "{provider} has officers here, and none of them approved the credit. Ask for their approval.",
)
PRINTED_OTHERWISE = ReasonKind(
    "proposal.printed_otherwise",
    "Certificates look different since an officer of {provider} approved them. Ask for another "
    "approval.",
)


def fingerprint(terms: Mapping[str, Any], templates: str) -> str:
    """Of all that is printed: the terms, word for word, and the version of the templates."""
    told = json.dumps([terms, templates], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def why_not_decide(by: UUID, asker: UUID, *, belongs: bool) -> Reason | None:
    """Why somebody does not decide: it is their own.

    `belongs`: whether they learn, lead or coordinate in the cohort.
    """
    return NOT_FOR_ONESELF if by == asker or belongs else None


def why_not_give(
    asked: AskedOf | None,
    approved: ApprovedAs | None,
    *,
    templates: str,
    zone: str,
) -> Reason | None:
    """Why a draft cannot be published with its credit.

    `asked`: what was asked for last; `approved`: the version in force.
    """
    if asked is not None and asked.decision is None:
        since = local(asked.proposal.proposed_at, zone)
        return AWAITS(provider=asked.provider.name, since=since)
    if approved is not None and not approved.has_officers:
        return None
    if asked is not None and asked.decision and asked.decision.outcome is Outcome.RETURNED:
        return RETURNED(provider=asked.provider.name, word=asked.decision.word)
    if approved is None:
        return None
    if approved.fingerprint is None:
        return NOT_APPROVED(provider=approved.provider)
    if approved.fingerprint != fingerprint(approved.terms, templates):
        return PRINTED_OTHERWISE(provider=approved.provider)
    return None


@dataclass(frozen=True)
class ApprovedAs:
    """A version in force, and what an officer approved it as, if one did."""

    provider: str
    terms: Mapping[str, Any]
    fingerprint: str | None
    """None: somebody entered it without an officer's act."""
    has_officers: bool
    """Whether its provider has any now."""


def before(starts: Sequence[datetime], moment: datetime) -> int:
    """How many sessions have begun by a moment: what came before an approval earns nothing."""
    return sum(start <= moment for start in starts)
