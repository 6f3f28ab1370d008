"""When somebody last did something in a cohort: what ends the silence of who is reminded.

An act is anything of their own that is recorded there: a reading, a reflection, an answer, a
signature or its withdrawal, being at a session or making one up, a claim or its withdrawal, and the
enrollment itself. Signing in is none, and neither is a bookmark or a draft: those are theirs alone.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, MakeUp
from app.cohorts.models import CaseSession, Enrollment
from app.core.db import plain_rows
from app.credit.ledger import THERE
from app.credit.models import Claim, ClaimWithdrawal
from app.learning.models import (
    Attestation,
    AttestationWithdrawal,
    CheckAnswer,
    ReadingDone,
    Reflection,
)


def _newest(place: Any, at: Any) -> Select[UUID, datetime]:
    ids: Any = bindparam("ids", expanding=True)
    newest = func.max(col(at)).label("at")
    return select(col(place).label("place"), newest).where(col(place).in_(ids)).group_by(col(place))


_ACTS = union_all(
    _newest(Enrollment.id, Enrollment.enrolled_at),
    _newest(ReadingDone.enrollment_id, ReadingDone.done_at),
    _newest(Reflection.enrollment_id, Reflection.saved_at),
    _newest(CheckAnswer.enrollment_id, CheckAnswer.answered_at),
    _newest(Attestation.enrollment_id, Attestation.signed_at),
    _newest(Attestation.enrollment_id, AttestationWithdrawal.withdrawn_at).join(
        AttestationWithdrawal, col(AttestationWithdrawal.attestation_id) == col(Attestation.id)
    ),
    _newest(Attendance.enrollment_id, CaseSession.starts_at)
    .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
    .where(col(Attendance.status).in_(sorted(THERE))),
    _newest(MakeUp.enrollment_id, MakeUp.made_at),
    _newest(Claim.enrollment_id, Claim.claimed_at),
    _newest(Claim.enrollment_id, ClaimWithdrawal.withdrawn_at).join(
        ClaimWithdrawal, col(ClaimWithdrawal.claim_id) == col(Claim.id)
    ),
)


def last_acts(session: Session, enrollment_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When something was last done in some places, by place: one statement."""
    found: dict[UUID, datetime] = {}
    for place, at in plain_rows(session, _ACTS, {"ids": list(enrollment_ids)}):
        if at is not None and (place not in found or at > found[place]):
            found[place] = at
    return found
