"""Keeping what a learner writes to make a session up, until they submit it.

A draft is nobody's but its writer's and no act of the course, so it leaves no line in the history.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.casework.make_up_requests import reasons
from app.casework.make_up_requests.drafts.queries import draft_of
from app.casework.make_up_requests.models import MakeUpDraft
from app.casework.make_up_requests.queries import Asked
from app.casework.make_up_requests.rules import Written
from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.queries import UnitRow
from app.core.errors import ConflictError, require


def keep_draft(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    text: str,
    *,
    seen: int,
    now: datetime,
) -> int:
    """Keep what the learner is writing; how often it was kept, which their page has seen then.

    `seen`: how often it was when the page showed it; 0 before the first time.

    Raises:
        RefusedError: They take no part in the cohort anymore.
        ConflictError: Something else was written in another window since.
    """
    assert unit.session_id is not None
    place = learner.enrollment
    require(why_not_take_part(*cohorts.lock_enrollment(session, place.id)))
    draft = draft_of(session, Asked(place.id, unit.session_id))
    if draft is None:
        draft = MakeUpDraft(
            enrollment_id=place.id,
            case_session_id=unit.session_id,
            number=0,
            text="",
            kept_at=now,
        )
        session.add(draft)
    if text == draft.text:
        return draft.number
    if seen != draft.number:
        raise ConflictError(reasons.NEWER_TEXT)
    draft.number, draft.text, draft.kept_at = draft.number + 1, text, now
    session.flush()
    return draft.number


def forget_draft(session: Session, asked: Asked, written: Written) -> None:
    """Forget what was submitted; what says something else, from another window, stays."""
    draft = draft_of(session, asked)
    if draft is None:
        return
    if draft.number == written.seen or draft.text.strip() == written.text.strip():
        session.delete(draft)
        session.flush()
