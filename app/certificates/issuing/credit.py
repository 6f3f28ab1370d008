"""What a certificate says of credit or of hours, in the words of the system they are in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.certificates import rules
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.printing.wording import date_text
from app.certificates.snapshot import CertificateKind
from app.core.errors import RefusedError
from app.credit.additions.rules import Addition, additions_certified
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1
from app.credit.phrase import credits_fact, with_phrase
from app.credit.systems.rules import (
    Designated,
    amount_text,
    certificate_sentence,
    notes_for,
    of_key,
)
from app.language.reasons import Reason

if TYPE_CHECKING:
    from app.credit.models import Activity
    from app.people.enums import Profession

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Credited:
    """So much that somebody claimed in a system, of what was approved, and who they are."""

    approved: ApprovedActivity
    system: str
    """By its key."""
    quarters: int
    claimed_on: date
    profession: Profession
    profession_verified_at: datetime | None
    additions: tuple[Addition, ...] = ()
    """What goes with it, for the same hours."""

    @property
    def own(self) -> Designated:
        """What it is designated for in that system.

        Raises `RefusedError` if it is not, or for less: a newer version can be.
        """
        own = of_key(self.system, self.approved.designated)
        if own is None:
            raise RefusedError(rules.NOT_READY(missing=(rules.NOT_DESIGNATED,)))
        if own.max_quarters is not None and self.quarters > own.max_quarters:
            raise RefusedError(rules.NOT_READY(missing=(self._above(own.max_quarters),)))
        return own

    def _above(self, most: int) -> Reason:
        amounts = credits_fact(self.quarters), credits_fact(most)
        return rules.CLAIMED_ABOVE(claimed=amounts[0], designated=amounts[1])


def credited_of(kind: CertificateKind, inputs: CertificateInputs) -> Credited | None:
    """What a learner claimed; nothing of it matters to an attestation of completion."""
    if not kind.says_credit:
        return None
    claim, ledger = inputs.standing.claim, inputs.standing.ledger
    assert claim is not None  # without one, no credit is due
    assert inputs.approved is not None
    return Credited(
        approved=inputs.approved,
        system=claim.credit_system,
        quarters=claim.quarters,
        claimed_on=claim.claimed_at.astimezone(ZoneInfo(inputs.here.cohort.zone)).date(),
        profession=ledger.profession,
        profession_verified_at=ledger.profession_verified_at,
        additions=additions_certified(inputs.standing, claim, inputs.approved),
    )


def credit_words(kind: CertificateKind, credited: Credited | None) -> dict[str, Any]:
    """What a kind says of credit; an attestation of completion says nothing.

    Raises `RefusedError` for a statement with a placeholder that means nothing.
    """
    if credited is None:
        return {}
    words: dict[str, Any] = {
        "credit_system": credited.system,
        "accreditation_statement": statement(credited.approved.activity.accreditation_statement),
    }
    if kind is CertificateKind.PARTICIPATION:
        return words | _hours(credited)
    return words | _credit(credited)


def _hours(credited: Credited) -> dict[str, Any]:
    """Hours, and for how much credit others could be awarded."""
    designated = credited.approved.designated
    physicians = of_key(AMA_PRA_1, designated)
    accepted = notes_for(credited.profession, credited.profession_verified_at, designated)
    return {
        "hours_text": amount_text(credited.own.system, credited.quarters),
        "designated_quarters": physicians.max_quarters if physicians else None,
        "notes": tuple(statement(note.statement) for note in accepted),
    }


def _credit(credited: Credited) -> dict[str, Any]:
    """Credit that is awarded: the phrase of a trademark is the template's, all else said here."""
    own, quarters = credited.own, credited.quarters
    activity = credited.approved.activity
    said = certificate_sentence(own.system, quarters, date_text(credited.claimed_on))
    words = {
        "claimed_quarters": quarters,
        "designated_quarters": own.max_quarters,
        "heading": own.system.heading or None,
        "designation_statement": statement(own.statement or activity.designation_statement),
    }
    if own.key != AMA_PRA_1:
        return words | {"award_text": amount_text(own.system, quarters), "claim_statement": said}
    added = tuple(_additions(credited))
    return words | {"claim_statement": _claimed(activity, said), "notes": added}


def _additions(credited: Credited) -> Iterator[str]:
    """What can be reported for the same minutes, and what its designation says."""
    for addition in credited.additions:
        own = addition.designated
        said = certificate_sentence(own.system, addition.quarters, "")
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
