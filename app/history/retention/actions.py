"""Setting the policy, placing a hold on a cohort's records, ending it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require
from app.core.seals import seal
from app.history.retention import queries, rules
from app.history.retention.deletion.actions import (
    call_off_for_hold,
    call_off_for_policy,
    wait_for_announced,
)
from app.history.retention.models import RetentionHold, RetentionHoldEnd, RetentionPolicy


def set_policy(session: Session, years: int, reason: str, *, by: UUID, now: datetime) -> None:
    """Keep records for so many years from now on. As many as before leaves no line.

    What was announced to go and is no longer due is called off.

    Raises:
        RefusedError: Accreditors ask for more, or nobody says why.
        ConflictError: Somebody else set it at the same moment.
    """
    require(rules.why_not_years(years))
    before = queries.newest_policy(session)
    if years == queries.years_kept(session):
        return
    require(why_not_without_reason(reason))
    wait_for_announced(session)
    version = before.version + 1 if before else 1
    made = RetentionPolicy(version=version, years=years, reason=reason.strip(), set_at=now, by=by)
    session.add(made)
    flush_unique(session, RetentionPolicy, "version", rules.CHANGED_MEANWHILE)
    facts = {
        "before": {"years": before.years if before else rules.USUAL_YEARS},
        "after": {"years": years},
        "seal": seal(made),
    }
    act = "retention_policy.changed"
    audit.record(
        session, act, "retention_policy", made.id, by=by, now=now, facts=facts, reason=made.reason
    )
    call_off_for_policy(session, made.reason, by=by, now=now)


def place_hold(session: Session, cohort_id: UUID, reason: str, *, by: UUID, now: datetime) -> None:
    """Keep the records of a cohort until the hold is ended, whatever the policy says.

    That they go is called off, if it was announced.

    Raises:
        RefusedError: They are held already, are deleted, or nobody says why.
    """
    require(why_not_without_reason(reason))
    wait_for_turn(session, cohort_id)
    (kept,) = queries.kept_among(session, [cohort_id])
    own = rules.retained(kept, queries.years_kept(session), now)
    require(rules.why_not_hold(own))
    edition = queries.count_holds(session, cohort_id) + 1
    made = RetentionHold(cohort_id=cohort_id, edition=edition, reason=reason.strip(), at=now, by=by)
    session.add(made)
    session.flush()
    _record(session, "hold.placed", made, made, by=by, now=now)
    call_off_for_hold(session, cohort_id, made.reason, by=by, now=now)


def end_hold(session: Session, cohort_id: UUID, reason: str, *, by: UUID, now: datetime) -> None:
    """Let the policy hold again for the records of a cohort.

    Raises:
        RefusedError: They are not held, or nobody says why.
    """
    require(why_not_without_reason(reason))
    wait_for_turn(session, cohort_id)
    held = queries.live_hold(session, cohort_id)
    require(rules.why_not_end(is_held=held is not None))
    assert held is not None
    end = RetentionHoldEnd(hold_id=held.id, reason=reason.strip(), at=now, by=by)
    session.add(end)
    session.flush()
    _record(session, "hold.ended", held, end, by=by, now=now)


def _record(
    session: Session,
    act: str,
    hold: RetentionHold,
    made: RetentionHold | RetentionHoldEnd,
    *,
    by: UUID,
    now: datetime,
) -> None:
    facts = {"hold": str(hold.id), "edition": hold.edition, "seal": seal(made)}
    cohort_id = hold.cohort_id
    audit.record(session, act, "cohort", cohort_id, by=by, now=now, facts=facts, reason=made.reason)
