"""What happens to people after an arm was drawn for them: it is recorded, and the arm stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.arms.models import ArmAccess
from app.cohorts.queries import lock_places_of
from app.cohorts.rules import why_not_without_reason
from app.core import audit
from app.core.errors import NotFoundError, require
from app.people.rules import why_not_deal_with
from app.studies.models import Project
from app.studies.trials import rules
from app.studies.trials.drawn import queries
from app.studies.trials.drawn.letters import tell_sessions
from app.studies.trials.drawn.queries import Drawn
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.models import Trial, TrialEvent


def discontinue(
    session: Session,
    project: Project,
    trial: Trial,
    enrollment_id: UUID,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Record that somebody takes part no longer; their arm stays, and so does what they did.

    Raises `NotFoundError` for whom no arm was drawn, `RefusedError` without a reason, for oneself
    and if it is recorded already.
    """
    kind = TrialEventKind.DISCONTINUED
    _add_event(session, project, trial, enrollment_id, kind, reason, by=by, now=now)


def cross_over(
    session: Session,
    project: Project,
    trial: Trial,
    enrollment_id: UUID,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Give somebody the live sessions that begin from now on; a letter tells them.

    They are no duty, as those that an arm was promised are none, and no session of before becomes
    theirs. They are analyzed as drawn.

    Raises what `discontinue` does, and `RefusedError` where their arm has sessions, or those that
    it was promised have begun.
    """
    kind = TrialEventKind.CROSSED_OVER
    drawn = _add_event(session, project, trial, enrollment_id, kind, reason, by=by, now=now)
    access = session.get_one(ArmAccess, drawn.enrollment_id)
    require(rules.HAS_SESSIONS if rules.arm_of(trial, drawn.arm).has_sessions else None)
    require(rules.HAS_BEGUN if access.sessions_from and access.sessions_from <= now else None)
    access.sessions_from = now
    session.flush()
    tell_sessions(session, project, drawn, access, now=now)


def _add_event(
    session: Session,
    project: Project,
    trial: Trial,
    enrollment_id: UUID,
    kind: TrialEventKind,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> Drawn:
    lock_places_of(session, enrollment_id)
    drawn = queries.drawn_for(session, trial.id, enrollment_id)
    if drawn is None:
        raise NotFoundError
    require(why_not_deal_with([drawn.person_id], by=by))
    require(why_not_without_reason(reason))
    require(rules.HAPPENED if queries.has_event(session, drawn.id, kind) else None)
    session.add(TrialEvent(allocation_id=drawn.id, kind=kind, reason=reason, at=now, by=by))
    session.flush()
    facts, about = {"project": project.key}, ("enrollment", enrollment_id)
    act = _EVENTS[kind]
    audit.record(session, act, *about, by=by, now=now, facts=facts, reason=reason)
    return drawn


_EVENTS = {
    TrialEventKind.DISCONTINUED: "arm.discontinued",
    TrialEventKind.CROSSED_OVER: "arm.crossed-over",
}
