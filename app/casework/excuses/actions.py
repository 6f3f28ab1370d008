"""Asking to be excused, and answering that; each step tells the learner what became of it.

The history names the excuse by its id and never says what stands in it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.excuses import queries, rules
from app.casework.excuses.enums import ExcuseStep as Step
from app.casework.excuses.models import Excuse, ExcuseEvent
from app.casework.excuses.queries import ExcuseRow
from app.casework.locks.queries import lock_session
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.queries import UnitRow
from app.core import audit, outbox
from app.core.collisions import flush_unique
from app.core.errors import NotFoundError, RefusedError, require
from app.people.rules import why_not_deal_with


def ask(
    session: Session, learner: LearnerInCohort, unit: UnitRow, note: str, *, now: datetime
) -> Excuse:
    """Ask to be excused from a unit's session. Raises `RefusedError` with the rule's reason."""
    assert unit.session_id is not None
    assert unit.starts_at is not None
    place = learner.enrollment
    require(why_not_take_part(*cohorts.lock_enrollment(session, place.id)))
    last = queries.last_excuse(session, place.id, unit.session_id)
    state = last.state if last else None
    require(rules.why_not_ask(rules.AskedFor(unit.starts_at, unit.canceled, state), now))
    excuse = Excuse(
        enrollment_id=place.id,
        case_session_id=unit.session_id,
        edition=last.edition + 1 if last else 1,
        note=note,
        asked_at=now,
    )
    session.add(excuse)
    columns = "enrollment_id, case_session_id, edition"  # not shown
    flush_unique(session, Excuse, columns, rules.WAITS)
    _record(session, "excuse.asked", excuse.id, place.id, unit.position, place.person_id, now)
    return excuse


def withdraw(session: Session, learner: LearnerInCohort, unit: UnitRow, *, now: datetime) -> None:
    """Withdraw one's own excuse before anybody has answered it.

    Raises `RefusedError` where none was asked for, and with the rule's reason.
    """
    assert unit.session_id is not None
    place = learner.enrollment
    require(why_not_take_part(*cohorts.lock_enrollment(session, place.id)))
    excuse = queries.last_excuse(session, place.id, unit.session_id)
    if excuse is None:
        raise RefusedError(rules.ENDED)
    _follow(session, excuse, Step.WITHDRAWN, "", by=place.person_id, now=now)


def answer(
    session: Session,
    here: CohortContext,
    excuse_id: UUID,
    step: Step,
    word: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Grant or decline an excuse, or take the answer back; the learner is told by mail.

    Raises:
        NotFoundError: It is not one of this cohort.
        RefusedError: It is one's own, or with the rule's reason.
    """
    found = queries.excuse_in(session, here.cohort.id, excuse_id)
    if found is None:
        raise NotFoundError
    require(why_not_deal_with([found.person_id], by=by))
    lock_session(session, found.case_session_id)
    require(why_not_take_part(*cohorts.lock_enrollment(session, found.enrollment_id)))
    locked = queries.excuse_in(session, here.cohort.id, excuse_id)
    assert locked is not None
    number = _follow(session, locked, step, word, by=by, now=now)
    if step is not Step.TAKEN_BACK:
        _tell(session, here, locked, step, word, number, now)


def _follow(
    session: Session, excuse: ExcuseRow, step: Step, word: str, *, by: UUID, now: datetime
) -> int:
    anew = excuse.asked_anew
    require(rules.why_not_follow(excuse.state, step, excuse.status, asked_anew=anew, word=word))
    number = excuse.number + 1
    session.add(
        ExcuseEvent(excuse_id=excuse.id, number=number, step=step, word=word, at=now, by=by)
    )
    flush_unique(session, ExcuseEvent, "excuse_id, number", rules.ANSWERED)  # not shown
    act = f"excuse.{step.value}"
    _record(session, act, excuse.id, excuse.enrollment_id, excuse.position, by, now)
    return number


def _record(
    session: Session,
    act: str,
    excuse_id: UUID,
    enrollment_id: UUID,
    position: int,
    by: UUID,
    now: datetime,
) -> None:
    facts = {"unit": position, "excuse": str(excuse_id)}
    audit.record(session, act, "enrollment", enrollment_id, by=by, now=now, facts=facts)


def _tell(
    session: Session,
    here: CohortContext,
    excuse: ExcuseRow,
    step: Step,
    word: str,
    number: int,
    now: datetime,
) -> None:
    outbox.post(
        session,
        kind="excuse_answered",
        key=f"excuse_answered:{excuse.enrollment_id}:{excuse.id}:{number}",
        person_id=excuse.person_id,
        facts={
            "cohort": here.cohort.title,
            "unit": here.label(excuse.position),
            "starts": excuse.starts_at.isoformat(),
            "granted": step is Step.GRANTED,
            "word": word,
            "absence_path": f"{here.path}/sessions/{excuse.position}/absence",
        },
        now=now,
    )
