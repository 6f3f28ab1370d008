"""The same for selects of a session with a mark, if there is one."""

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.casework.no_need.rules import WERE_THERE
from app.cohorts.models import CaseSession


def status_there() -> ColumnElement[AttendanceStatus]:
    """What is recorded of somebody at it."""
    return func.coalesce(col(Attendance.status), AttendanceStatus.NOT_RECORDED)


def is_off() -> ColumnElement[bool]:
    """That it was canceled, as it is, too, when it counts as not held."""
    return col(CaseSession.canceled_at).is_not(None)


def needs_answer() -> ColumnElement[bool]:
    """That `rules.why_no_need` is None, leaving make-ups aside."""
    return and_(~is_off(), status_there().not_in(sorted(WERE_THERE)))
