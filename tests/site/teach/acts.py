"""What learners and facilitators do before a facilitator looks."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.actions import add_session_part
from app.learning.models import Attestation, ReadingDone, Reflection
from tests.cast import Cast


def mark_all(session: Session, cast: Cast, position: int) -> None:
    for persona in ("ada", "nan"):
        session.add(
            Attendance(
                case_session_id=cast.case_session("fall-2026", position).id,
                enrollment_id=cast.enrollment(persona).id,
                status=AttendanceStatus.PRESENT,
                source=AttendanceSource.MANUAL,
                version=1,
            )
        )
    session.commit()


def prepare(session: Session, cast: Cast, persona: str, position: int, at: datetime) -> None:
    """One reading of a unit done, nothing signed."""
    session.add(
        ReadingDone(
            enrollment_id=cast.enrollment(persona).id,
            unit_id=cast.unit("fall-2026", position).id,
            reading_key=f"r{position}a",
            done_at=at,
        )
    )


def sign(session: Session, cast: Cast, persona: str, position: int, at: datetime) -> None:
    unit = cast.unit("fall-2026", position)
    assert unit.module_version_id is not None
    session.add(
        Attestation(
            enrollment_id=cast.enrollment(persona).id,
            unit_id=unit.id,
            edition=1,
            statement="I attest.",
            statement_version="t-1",
            module_version_id=unit.module_version_id,
            typed_name="Somebody",
            signed_at=at,
            zone="America/Denver",
        )
    )


def reflect(
    session: Session, cast: Cast, persona: str, text: str, at: datetime, *, shared: bool
) -> None:
    session.add(
        Reflection(
            enrollment_id=cast.enrollment(persona).id,
            unit_id=cast.unit("fall-2026", 1).id,
            text=text,
            shared=shared,
            saved_at=at,
        )
    )


def guest(session: Session, cast: Cast, persona: str) -> None:
    held = cast.case_session("fall-2026", 1)
    add_session_part(session, held.id, cast.id(persona), part="guest")
    session.commit()
