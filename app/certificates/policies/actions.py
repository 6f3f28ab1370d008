"""A policy changed while no certificate of the cohort is ordered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.issuing.candidates.queries import with_certificate
from app.cohorts.models import Cohort, PolicyVersion
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_change
from app.core.errors import require
from app.credit.policies import actions
from app.packs.schema import PolicyData


def change_policy(
    session: Session,
    cohort: Cohort,
    policy: PolicyData,
    *,
    shown: str,
    reason: str,
    by: UUID,
    now: datetime,
) -> PolicyVersion:
    """Let a policy follow as `credit` does; who orders certificates meanwhile waits."""
    require(why_not_change(wait_for_turn(session, cohort.id)))
    certified = with_certificate(session, cohort.id)
    return actions.change_policy(
        session, cohort, policy, shown=shown, certified=certified, reason=reason, by=by, now=now
    )
