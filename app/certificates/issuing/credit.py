"""What a certificate says of credit or of hours, in the words of the system they are in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.certificates import rules
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.printing.wording import date_text
from app.certificates.snapshot import CertificateKind
from app.core.errors import RefusedError
from app.credit.enums import AMA_PRA_1
from app.credit.phrase import with_phrase
from app.credit.rules import ApprovedActivity
from app.credit.systems.rules import (
    Designated,
    added_quarters,
    additions_for,
    amount_text,
    certificate_sentence,
    notes_for,
    of_key,
)

if TYPE_CHECKING:
    from app.credit.models import Activity, Claim

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def credit_words(kind: CertificateKind, inputs: CertificateInputs) -> dict[str, Any]:
    """What a kind says of credit; an attestation of completion says nothing.

    Raises `RefusedError` for a statement with a placeholder that means nothing.
    """
    if kind is CertificateKind.COMPLETION:
        return {}
    claim, approved = inputs.standing.claim, inputs.approved
    assert claim is not None  # without one, no credit is due
    assert approved is not None
    words: dict[str, Any] = {
        "credit_system": claim.credit_system,
        "accreditation_statement": statement(approved.activity.accreditation_statement),
    }
    own = of_key(claim.credit_system, approved.designated)
    if own is None:
        raise RefusedError(rules.NOT_READY(missing=(rules.NOT_DESIGNATED,)))
    if kind is CertificateKind.PARTICIPATION:
        return words | _hours(own, claim, inputs)
    return words | _credit(own, approved, inputs)


def _hours(own: Designated, claim: Claim, inputs: CertificateInputs) -> dict[str, Any]:
    """Hours, and for how much credit others could be awarded."""
    assert inputs.approved is not None
    ledger, designated = inputs.standing.ledger, inputs.approved.designated
    physicians = of_key(AMA_PRA_1, designated)
    accepted = notes_for(ledger.profession, ledger.profession_verified_at, designated)
    return {
        "hours_text": amount_text(own.system, claim.quarters),
        "designated_quarters": physicians.max_quarters if physicians else None,
        "notes": tuple(statement(note.statement) for note in accepted),
    }


def _credit(
    own: Designated, approved: ApprovedActivity, inputs: CertificateInputs
) -> dict[str, Any]:
    """Credit that is awarded: the phrase of a trademark is the template's, all else said here."""
    claim = inputs.standing.claim
    assert claim is not None
    day = date_text(claim.claimed_at.astimezone(ZoneInfo(inputs.here.cohort.zone)).date())
    said = certificate_sentence(own.system, claim.quarters, day)
    words = {
        "claimed_quarters": claim.quarters,
        "designated_quarters": own.max_quarters,
        "heading": own.system.heading or None,
        "designation_statement": statement(
            own.statement or approved.activity.designation_statement
        ),
    }
    if own.key != AMA_PRA_1:
        amount = amount_text(own.system, claim.quarters)
        return words | {"award_text": amount, "claim_statement": said}
    added = tuple(_additions(inputs, approved, claim.quarters))
    return words | {"claim_statement": _claimed(approved.activity, said), "notes": added}


def _additions(
    inputs: CertificateInputs, approved: ApprovedActivity, quarters: int
) -> Iterator[str]:
    """What can be reported for the same minutes, and what its designation says."""
    ledger = inputs.standing.ledger
    for own in additions_for(ledger.profession, ledger.profession_verified_at, approved.designated):
        added = added_quarters(own, quarters)
        if added:
            said = certificate_sentence(own.system, added, "")
            yield f"{statement(own.statement)} {said}".strip()


def _claimed(activity: Activity, said: str) -> str:
    """The provider's sentence about claiming, unless it stands in the designation, and the date."""
    if activity.claim_statement in activity.designation_statement:
        return said
    return f"{statement(activity.claim_statement)} {said}"


def statement(text: str) -> str:
    """A statement of the activity with its placeholders filled, by plain substitution."""
    filled = with_phrase(text)
    if left := _PLACEHOLDER.search(filled):
        raise RefusedError(rules.UNKNOWN_PLACEHOLDER(placeholder=left.group()))
    return filled
