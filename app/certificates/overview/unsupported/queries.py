"""How many people are certified for more than is recorded now: older data may hold that.

Who holds an attestation of completion is counted in the database. A claim is looked at by the
ledger, where a mark that counted was taken away after it, the day of the approval was corrected
after it, or its certificate is to come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import COUNTED
from app.certificates.models import Certificate, CertificateKind
from app.certificates.queries import is_live
from app.cohorts.context import CohortContext
from app.cohorts.models import Enrollment
from app.credit.models import Activity, Claim
from app.credit.rules import is_claim_above
from app.credit.status.rules import CreditStatus
from app.credit.tallies.counts.queries import groups_of
from app.credit.tallies.queries import PlannedSession, how_far


@dataclass(frozen=True)
class Unsupported:
    """How many people of a cohort have more than their records say now."""

    completions: int
    """Who holds an attestation of completion, and has not completed."""
    claims: int
    """Who has claimed more than is earned."""


_HOLD_COMPLETION = groups_of(
    exists().where(
        col(Certificate.enrollment_id) == col(Enrollment.id),
        col(Certificate.kind) == CertificateKind.COMPLETION,
        is_live(),
    )
)
_DID_COUNT = or_(
    col(AttendanceChange.from_status).in_(sorted(COUNTED)), col(AttendanceChange.from_made_up)
)
_COUNTS_NOW = or_(
    col(AttendanceChange.to_status).in_(sorted(COUNTED)), col(AttendanceChange.to_made_up)
)
LOST_A_MARK = exists().where(
    col(Claim.enrollment_id) == col(Enrollment.id),
    col(Attendance.enrollment_id) == col(Enrollment.id),
    col(AttendanceChange.attendance_id) == col(Attendance.id),
    col(AttendanceChange.version) > 1,  # the first one takes nothing away, and an index tells
    col(Claim.claimed_at) <= col(AttendanceChange.at),
    _DID_COUNT,
    ~_COUNTS_NOW,
)
"""Whether a mark that counted was taken away after a claim: asked of each place by itself, since
changes of marks are many."""

DAY_CORRECTED = exists().where(
    col(Claim.enrollment_id) == col(Enrollment.id),
    col(Activity.cohort_id) == col(Enrollment.cohort_id),
    col(Claim.claimed_at) <= col(Activity.day_corrected_at),
)
"""Whether the day of the approval was corrected after a claim, so that less may have counted."""


def unsupported_in(
    session: Session,
    cohorts: Mapping[UUID, CohortContext],
    sessions: Sequence[PlannedSession],
    looked_at: Mapping[UUID, Sequence[CreditStatus]],
    now: datetime,
) -> dict[UUID, Unsupported]:
    """Those of each cohort: one statement. `looked_at`: whose claims may be above, by cohort."""
    holders = how_far(session, cohorts.values(), sessions, now, groups=_HOLD_COMPLETION)
    return {
        id_: Unsupported(
            holders[id_].enrolled - holders[id_].completed,
            sum(map(is_claim_above, looked_at.get(id_, ()))),
        )
        for id_ in cohorts
    }
