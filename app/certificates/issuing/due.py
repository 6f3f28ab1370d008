"""Whether a certificate is due by what it is made from, a learner's or of teaching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.certificates import rules
from app.certificates.issuing.candidates import rules as candidates
from app.certificates.issuing.candidates.rules import RevokedCertificate
from app.certificates.issuing.inputs import CertificateInputs, Inputs, TeachingInputs
from app.certificates.led import rules as teaching
from app.certificates.snapshot import CertificateKind
from app.language.reasons import Reason

if TYPE_CHECKING:
    from app.credit.models import Claim


def why_not_first(inputs: Inputs, kind: CertificateKind) -> Reason | None:
    """Why one that takes no other's place cannot be issued."""
    issued, revoked = inputs.live(kind), inputs.revoked_on(kind)
    if isinstance(inputs, CertificateInputs):
        return rules.why_not_issue(inputs.standing, kind, issued, revoked)
    has_activity = inputs.activity is not None
    return teaching.why_not_first(led_of(inputs), issued, revoked, has_activity=has_activity)


def why_not_again(inputs: Inputs, kind: CertificateKind) -> Reason | None:
    """Why one is not due anew, whatever was issued before."""
    if isinstance(inputs, CertificateInputs):
        return rules.why_not_again(inputs.standing, kind)
    why_not = teaching.why_not_due(led_of(inputs), has_activity=inputs.activity is not None)
    return rules.NOT_READY(missing=(why_not,)) if why_not else None


def kind_now(inputs: Inputs, kind: CertificateKind) -> CertificateKind:
    """Of which kind another one would be: a claim that was made anew can be for hours."""
    return rules.kind_now(inputs.standing, kind) if isinstance(inputs, CertificateInputs) else kind


def claim_of(inputs: Inputs) -> Claim | None:
    """The live claim; for teaching, none is made."""
    return inputs.standing.claim if isinstance(inputs, CertificateInputs) else None


def is_due_again(inputs: Inputs, kind: CertificateKind, lost: RevokedCertificate) -> bool:
    """Whether somebody has to decide of a revoked one; of teaching, none is on anybody's list."""
    if not isinstance(inputs, CertificateInputs):
        return False
    return candidates.is_due_again(inputs.standing, kind, lost)


def led_of(inputs: Inputs) -> tuple[teaching.Led, ...]:
    """The sessions that somebody led; of a learner, none is certified."""
    return tuple(inputs.led) if isinstance(inputs, TeachingInputs) else ()
