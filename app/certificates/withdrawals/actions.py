"""Taking back what a certificate can rest on: here, since only certificates know what was issued.

The enrollment is locked before anything is asked: an issue, a claim and a second tab wait.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.certified.rules import has_claim, numbers_of
from app.certificates.marks.queries import lock_built_on
from app.certificates.queries import certificate_of_claims
from app.certificates.rules import CertificateState
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.queries import UnitRow, lock_enrollment
from app.core.errors import require
from app.credit import actions as credit_actions
from app.credit import queries as credit
from app.learning import actions as learning


def withdraw_claim(session: Session, learner: LearnerInCohort, *, by: UUID, now: datetime) -> None:
    """Take a claim back, as long as no certificate that rests on one holds: it can be revoked.

    A claim that was made anew is not taken back either: what holds would rest on none.

    Raises `RefusedError` with the rule's reason.
    """
    require(why_not_take_part(*lock_enrollment(session, learner.enrollment.id)))
    claim = credit.live_claim(session, learner.enrollment.id)
    issued = certificate_of_claims(session, learner.enrollment.id)
    holds = issued is not None and issued.status.state is CertificateState.VALID
    issued_at = issued.certificate.issued_at if issued and holds else None
    credit_actions.withdraw_claim(session, claim, issued_at=issued_at, by=by, now=now)


def withdraw_attestation(
    session: Session, learner: LearnerInCohort, unit: UnitRow, *, now: datetime
) -> None:
    """Take an attestation back, as long as no claim and no certificate rests on it anywhere.

    Raises `RefusedError` with the rule's reason.
    """
    place = learner.enrollment.id
    built = lock_built_on(session, [place]).get(place, ())  # first: it locks in a fixed order
    require(why_not_take_part(*lock_enrollment(session, place)))
    claimed, issued = has_claim(built), len(numbers_of(built))
    learning.withdraw_attestation(session, learner, unit, claimed=claimed, issued=issued, now=now)
