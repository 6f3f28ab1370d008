"""What learners and facilitators do before a facilitator looks."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.actions import add_session_part
from app.demo import work
from app.demo.work import UnitWork
from app.learning.actions import tick_reading
from app.learning.reflections.actions import save_reflection
from tests.cast import NOW, Cast


def mark_all(session: Session, cast: Cast, position: int) -> None:
    everybody = [cast.enrollment(persona).id for persona in ("ada", "nan")]
    marks = dict.fromkeys(everybody, Submitted(AttendanceStatus.PRESENT))
    work.mark_session(session, cast.unit("fall-2026", position), marks, by=cast.id("fay"))
    session.commit()


def prepare(session: Session, cast: Cast, persona: str, position: int, at: datetime) -> None:
    """One reading of a unit done, nothing signed."""
    unit = cast.unit("fall-2026", position)
    tick_reading(session, cast.learner(persona), unit, f"r{position}a", now=at)


def sign(session: Session, cast: Cast, persona: str, position: int, at: datetime) -> None:
    """A unit done and signed."""
    unit, learner = cast.unit("fall-2026", position), cast.learner(persona)
    readings = work.required_readings(work.module_of(session, unit))
    work.do_unit(session, learner, unit, UnitWork(readings, "I thought about it."), now=at)
    work.sign_unit(session, learner, unit, now=at)


def reflect(
    session: Session, cast: Cast, persona: str, text: str, at: datetime, *, shared: bool
) -> None:
    unit = cast.unit("fall-2026", 1)
    save_reflection(session, cast.learner(persona), unit, text=text, shared=shared, now=at)


def guest(session: Session, cast: Cast, persona: str) -> None:
    held = cast.case_session("fall-2026", 1)
    add_session_part(session, held.id, cast.id(persona), "guest", by=None, now=NOW)
    session.commit()
