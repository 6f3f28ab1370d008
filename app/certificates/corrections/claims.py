"""What is due where somebody claimed as another profession than they have.

Nobody claims for them: first their profession is checked, then they claim as who they are, and only
then another certificate takes the place of the one they have.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.certificates.rules import kind_for, kind_now
from app.certificates.snapshot import CertificateKind
from app.credit.rules import CLAIMS_CLOSED, why_not_claim_anew
from app.credit.status.rules import CreditStatus, waits_for_verification
from app.language.reasons import Reason, reason
from app.people.enums import Profession

LEFT_BEFORE = reason(
    "certificate.left_before_claim",
    "They have left the cohort, and whoever has left claims nothing. Enroll them again, or revoke "
    "the certificate.",
)


class NextStep(StrEnum):
    """Whose turn it is, and for what."""

    VERIFY = "verify"
    TIME = "time"
    """Claims are closed: somebody gives them more time."""
    CLAIM = "claim"
    ISSUE = "issue"


@dataclass(frozen=True)
class ClaimedOtherwise:
    """A certificate of a claim that was made as another profession."""

    profession: Profession
    """As their record says it now."""
    is_verified: bool
    next: NextStep
    kind: CertificateKind
    """Of which kind another one will be in the end."""
    why_not: Reason | None = None
    """Why they cannot claim at this moment."""


def claimed_otherwise(
    standing: CreditStatus, kind: CertificateKind, now: datetime, *, has_left: bool
) -> ClaimedOtherwise | None:
    """What is due for a certificate of a kind; None where it rests on a claim as who they are.

    Of whom a claim is, the version says in which it was made: a later one changes nobody's.
    """
    if not kind.says_credit or standing.claim is None or standing.approved is None:
        return None
    own, turn = standing.ledger, _turn(standing.as_claimed, kind)
    if turn is None:
        return None
    why_not = None
    if turn is NextStep.CLAIM:
        why_not = LEFT_BEFORE if has_left else why_not_claim_anew(standing, now)
        turn = NextStep.TIME if why_not == CLAIMS_CLOSED else turn
    verified = own.profession_verified_at is not None
    return ClaimedOtherwise(own.profession, verified, turn, _in_the_end(standing, kind), why_not)


def _turn(standing: CreditStatus, kind: CertificateKind) -> NextStep | None:
    assert standing.claim is not None
    if waits_for_verification(standing):
        return NextStep.VERIFY
    if standing.claim.credit_system == standing.system:
        return NextStep.ISSUE if kind_now(standing, kind) is not kind else None
    return NextStep.CLAIM


def _in_the_end(standing: CreditStatus, kind: CertificateKind) -> CertificateKind:
    """Where the profession is still to be verified, that decides it, and nothing is foretold."""
    return kind if waits_for_verification(standing) else kind_for(standing.system)
