"""Events of enrollments and confirmed names, beside their lines."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.models import NameConfirmation
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.recording import sealed
from app.cohorts.enums import EnrollmentEventKind
from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed


def _events(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(EnrollmentEvent)):
        yield {"object": str(row.enrollment_id), "at": row.at, "by": row.by, **sealed(row)}


def _names(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(NameConfirmation)):
        yield {
            "object": str(row.enrollment_id),
            "at": row.at,
            "by": row.by,
            "name": row.certificate_name,
            "degrees": row.degrees,
            "seal": seal(row),
        }


ACTS_OF_EVENTS = (
    *(f"enrollment.{kind.value}" for kind in EnrollmentEventKind),
    "enrollment.withdrawal_taken_back",
    "enrollment.transfer_taken_back",
)
PLACES = (
    Kind("event of a place", _events, ACTS_OF_EVENTS, ("event",), only_sealed=True),  # not shown
    Kind("confirmed name", _names, ("name.confirmed",), ("object", "at")),  # not shown
)
