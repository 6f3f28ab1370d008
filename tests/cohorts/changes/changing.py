"""Changes of the schedule of Fall 2026, as Cora makes them."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.changes.actions import cancel_session, move_session
from app.cohorts.changes.queries import ScheduledUnit, schedule
from app.cohorts.changes.rules import WallTime
from app.cohorts.context import CohortContext
from app.cohorts.drafts.leaders.actions import give_parts
from app.cohorts.drafts.rules import SessionChoice
from app.cohorts.enrollments.queries import cohort_for_person
from app.core.models import AuditLine, OutboxMessage
from tests.cast import NOW, Cast

NOON = time(12)
WHY = "The building is closed."


def fall(cast: Cast) -> CohortContext:
    found = cohort_for_person(cast.session, "fall-2026", cast.id("cora"))
    assert found is not None
    return found.here


def unit(cast: Cast, position: int) -> ScheduledUnit:
    cast.session.expire_all()
    return schedule(cast.session, cast.fall.id)[position - 1]


def move(
    cast: Cast, position: int, day: date, at: time = NOON, minutes: int = 60, *, now: datetime = NOW
) -> None:
    seen, by = unit(cast, position).sequence, cast.id("cora")
    wish = WallTime(day, at, minutes)
    asked: dict[str, Any] = {"seen": seen, "reason": WHY, "by": by, "clock": lambda: now}
    move_session(cast.session, fall(cast), position, wish, **asked)


def cancel(cast: Cast, position: int, *, now: datetime = NOW) -> None:
    seen, by = unit(cast, position).sequence, cast.id("cora")
    cancel_session(cast.session, fall(cast), position, seen=seen, reason=WHY, by=by, now=now)


def let_lead(cast: Cast, position: int, part: str, *people: str) -> None:
    """Fay leads the other sessions, if anybody does."""
    session_id = unit(cast, position).session_id
    assert session_id is not None
    parts = {cast.id(name): part for name in people}
    give_parts(cast.session, cast.fall.id, [SessionChoice(session_id, parts, "")])
    cast.session.flush()


def last_line(session: Session) -> AuditLine:
    line = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert line is not None
    return line


def letters(session: Session, kind: str) -> dict[UUID, OutboxMessage]:
    """Letters of a kind by whom they are for; nobody has two."""
    found = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == kind)).all()
    by_person = {letter.person_id: letter for letter in found if letter.person_id}
    assert len(by_person) == len(found)
    return by_person
