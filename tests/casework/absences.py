"""Absences in tests: somebody who missed a session, asks to be excused, or makes it up."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.excuses import actions as excuses
from app.casework.excuses.models import Excuse
from app.casework.make_up_requests import actions as requests
from app.casework.make_up_requests.answers import actions as answers
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.missed.queries import mark_of
from app.casework.make_up_requests.queries import Asked
from app.casework.make_up_requests.rules import Open, Written
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.models import CaseSession
from tests.cast import NOW, Cast

RESPONSE = "I would ask what they need before I offer any advice. " * 20
"""Two hundred words."""
NOTHING = Open(frozenset(), has_recording=False)


def miss(
    session: Session,
    cast: Cast,
    persona: str = "ada",
    status: AttendanceStatus = AttendanceStatus.ABSENT,
    *,
    slug: str = "fall-2026",
    position: int = 1,
    now: datetime = NOW,
) -> None:
    """Somebody is marked at a session by who coordinates."""
    place, held = cast.enrollment(persona, slug).id, cast.case_session(slug, position).id
    wanted = {place: Submitted(status, mark_of(session, Asked(place, held)))}
    save_marks(session, held, wanted, by=cast.id("cora"), now=now)


def ask(
    session: Session, cast: Cast, persona: str = "ada", position: int = 2, now: datetime = NOW
) -> Excuse:
    """Somebody asks to be excused from a session to come."""
    unit = cast.unit("fall-2026", position)
    return excuses.ask(session, cast.learner(persona), unit, "A clinic.", now=now)


def submit(
    session: Session,
    cast: Cast,
    persona: str = "ada",
    written: Written | None = None,
    there: Open = NOTHING,
    *,
    position: int = 1,
    now: datetime = NOW,
) -> UUID:
    """Somebody submits a make-up of a session that they missed."""
    response = written or Written(Way.CASE_RESPONSE, RESPONSE)
    unit = cast.unit("fall-2026", position)
    return requests.submit(session, cast.learner(persona), unit, response, there, now=now)


def approve(
    session: Session,
    cast: Cast,
    request_id: UUID,
    approval: Approval | None = None,
    *,
    by: str = "fay",
    now: datetime = NOW,
) -> None:
    """A facilitator approves it."""
    answers.approve(
        session,
        cast.learner("ada", "fall-2026"),
        request_id,
        approval or Approval(),
        save_marks=save_marks,
        by=cast.id(by),
        now=now,
    )


def sister_cohort(session: Session, cast: Cast) -> CaseSession:
    """Spring runs at the same time, a day later each week; its first session."""
    days = {1: 13, 2: 20, 3: 27}
    for position, day in days.items():
        held = cast.case_session("spring-2026", position)
        session.execute(
            update(CaseSession)
            .where(col(CaseSession.id) == held.id)
            .values(starts_at=NOW.replace(day=day))
        )
    cast.spring.closes_at = NOW + timedelta(days=90)
    session.flush()
    return cast.case_session("spring-2026", 1)
