"""Submitting a make-up and withdrawing it: what learners do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.make_up_requests import queries, reasons, rules
from app.casework.make_up_requests.drafts.actions import forget_draft
from app.casework.make_up_requests.enums import RequestStep as Step
from app.casework.make_up_requests.missed.queries import missed
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_up_requests.queries import Asked, RequestRow
from app.casework.make_up_requests.rules import Open, Written
from app.casework.make_up_requests.steps import add, follow
from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.queries import UnitRow
from app.core.collisions import flush_unique
from app.core.errors import RefusedError, require


def submit(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    written: Written,
    there: Open,
    *,
    now: datetime,
) -> UUID:
    """Submit what was done to make a session up, or again what was returned; returns the request.

    `there`: what there is to choose from. Raises `RefusedError` with the rule's reason.
    """
    assert unit.session_id is not None
    place = learner.enrollment
    require(why_not_take_part(*cohorts.lock_enrollment(session, place.id)))
    require(rules.why_not_make_up(missed(session, learner, unit, now), learner.policy, now))
    last = queries.last_request(session, Asked(place.id, unit.session_id))
    going = last if last is not None and last.state not in rules.OVER else None
    require(rules.why_not_follow(going.state if going else None, Step.SUBMITTED))
    require(rules.why_not_write(written, learner.policy, there))
    request_id = going.id if going else _begin(session, place.id, unit.session_id, last)
    event = MakeUpEvent(
        request_id=request_id,
        number=going.number + 1 if going else 1,
        step=Step.SUBMITTED,
        way=written.way,
        text=written.text,
        sister_session_id=written.sister_session_id,
        at=now,
        by=place.person_id,
    )
    add(session, event, place.id, unit.position)
    forget_draft(session, Asked(place.id, unit.session_id), written)
    return request_id


def withdraw(session: Session, learner: LearnerInCohort, unit: UnitRow, *, now: datetime) -> None:
    """Withdraw one's own make-up, as long as it is not approved.

    Raises `RefusedError` where there is none, and with the rule's reason.
    """
    assert unit.session_id is not None
    place = learner.enrollment
    require(why_not_take_part(*cohorts.lock_enrollment(session, place.id)))
    request = queries.last_request(session, Asked(place.id, unit.session_id))
    if request is None:
        raise RefusedError(reasons.ENDED)
    follow(session, request, Step.WITHDRAWN, "", by=place.person_id, now=now)


def _begin(
    session: Session, enrollment_id: UUID, case_session_id: UUID, last: RequestRow | None
) -> UUID:
    request = MakeUpRequest(
        enrollment_id=enrollment_id,
        case_session_id=case_session_id,
        edition=last.edition + 1 if last else 1,
    )
    session.add(request)
    columns = "enrollment_id, case_session_id, edition"  # not shown
    flush_unique(session, MakeUpRequest, columns, reasons.WAITS)
    return request.id
