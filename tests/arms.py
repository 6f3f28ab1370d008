"""An arm without live sessions, in tests that are about something else; and what tells of one."""

import re

from sqlalchemy.orm import Session

from app.cohorts.arms.models import ArmAccess
from tests.cast import NOW, Cast

SAYS_SESSION = re.compile(r"/sessions/\d|zoom\.example|live session|session of|calendar", re.I)


def without_sessions(session: Session, cast: Cast, who: str = "ada", **more: object) -> None:
    """Let the arm of somebody have none."""
    place = cast.enrollment(who).id
    arm = {"arm": "Asynchronous only", "has_sessions": False, "drawn_at": NOW}
    session.add(ArmAccess(enrollment_id=place, **arm | more))  # type: ignore[arg-type]
    session.commit()
