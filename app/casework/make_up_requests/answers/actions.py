"""Approving a make-up, or returning it with a word: what facilitators and coordinators do.

An approved one is put beside the mark by the one door there is for marks, which is given: what
rests on them, packages above know. The history never says what somebody wrote.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.locks.queries import lock_session
from app.casework.make_up_requests import queries, reasons, rules
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import RequestStep as Step
from app.casework.make_up_requests.missed.queries import is_expected_at, mark_of, used_by
from app.casework.make_up_requests.queries import RequestRow
from app.casework.make_up_requests.sisters.queries import Chosen, chosen_sister
from app.casework.make_up_requests.sisters.rules import SisterSession, why_not_minutes
from app.casework.make_up_requests.steps import add, after, follow, tell
from app.casework.make_ups.queries import make_ups
from app.casework.rules import Submitted
from app.casework.saves.rules import Amendment, SaveResult
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.rules import why_not_change
from app.core.errors import ConflictError, NotFoundError, require
from app.people.rules import why_not_deal_with


class SaveMarks(Protocol):
    """Saves the marks of a session, by enrollment."""

    def __call__(
        self,
        session: Session,
        case_session_id: UUID,
        submitted: Mapping[UUID, Submitted],
        *,
        by: UUID,
        now: datetime,
        amendment: Amendment,
    ) -> SaveResult: ...


def send_back(
    session: Session,
    here: CohortContext,
    request_id: UUID,
    word: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Return a make-up with a word on what is missing.

    Raises `NotFoundError` for another cohort's, `RefusedError` with the rule's reason.
    """
    request = _locked(session, here, request_id, by=by)
    event = follow(session, request, Step.RETURNED, word, by=by, now=now)
    tell(session, here, request, event)


def approve(
    session: Session,
    here: CohortContext,
    request_id: UUID,
    approval: Approval,
    *,
    save_marks: SaveMarks,
    by: UUID,
    now: datetime,
) -> None:
    """Approve a make-up: it stands beside the mark, and earns what the policy says of its way.

    Raises:
        NotFoundError: It is not one of this cohort.
        RefusedError: With the rule's reason; what saving a mark raises.
        AmendmentNeededError: Others rely on the mark, and nobody has said that they looked.
    """
    request = _locked(session, here, request_id, by=by)
    sister = _why_not(session, here, request, approval, now)
    made_up = _save(session, request, approval, save_marks, by=by, now=now)
    event = after(request, Step.APPROVED, approval.word, by=by, now=now)
    event.credit = rules.credit_of(here.policy, request.way)
    event.minutes = approval.minutes if sister else None
    event.done_at = sister.starts_at if sister else request.at
    event.make_up_id = made_up
    add(session, event, request.enrollment_id, request.position)
    tell(session, here, request, event)


def _why_not(
    session: Session, here: CohortContext, request: RequestRow, approval: Approval, now: datetime
) -> SisterSession | None:
    """Raise why it is not approved; else the sister session that it is about, if it is."""
    require(rules.why_not_follow(request.state, Step.APPROVED))
    _require_mark(session, here, request)
    if request.sister_session_id is None:
        return None
    chosen = Chosen(request.sister_session_id, request.person_id, request.unit_id, request.id)
    sister = chosen_sister(session, here.cohort, chosen)
    require(why_not_minutes(sister, approval.minutes, here.policy.present_minutes, now))
    return sister


def _require_mark(session: Session, here: CohortContext, request: RequestRow) -> None:
    mark = mark_of(session, request.asked)
    used = used_by(session, request.enrollment_id)
    expected = is_expected_at(session, request.asked)
    require(rules.why_not_approve(mark.status, used, here.policy, expected=expected))


def _save(
    session: Session,
    request: RequestRow,
    approval: Approval,
    save_marks: SaveMarks,
    *,
    by: UUID,
    now: datetime,
) -> UUID:
    """Put the make-up beside the mark, as it is now; which one it is."""
    held, key = request.case_session_id, request.enrollment_id
    seen = mark_of(session, request.asked)
    wanted = {key: Submitted(AttendanceStatus.MADE_UP, seen)}
    saved = save_marks(session, held, wanted, by=by, now=now, amendment=approval.amendment)
    if saved.saved != 1:
        raise ConflictError(reasons.ANSWERED)
    return make_ups(session, held, [key])[key].newest


def _locked(session: Session, here: CohortContext, request_id: UUID, *, by: UUID) -> RequestRow:
    """A request that nobody else answers meanwhile, of somebody else who is in the cohort."""
    found = queries.request_in(session, here.cohort.id, request_id)
    if found is None:
        raise NotFoundError
    require(why_not_deal_with([found.person_id], by=by))
    both = {found.case_session_id, found.sister_session_id or found.case_session_id}
    held = {key: lock_session(session, key) for key in sorted(both)}
    require(why_not_change(held[found.case_session_id].archived_at))
    require(why_not_take_part(*cohorts.lock_places_of(session, found.enrollment_id)))
    locked = queries.request_in(session, here.cohort.id, request_id)
    assert locked is not None
    require(reasons.ANSWERED if locked.sister_session_id != found.sister_session_id else None)
    return locked
