"""Whom a study asks what; pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.cohorts.enums import EnrollmentStatus


class RowKey(NamedTuple):
    """Where a questionnaire stands in a file: its record, event and form."""

    record: str
    event: str
    form: str


@dataclass(frozen=True)
class AskedHere:
    """A questionnaire of a wave and a learner whom it is for, and what is here of it."""

    invitation_id: UUID | None
    """This and the next one: None where they were not asked here."""
    survey_id: UUID | None
    wave_instrument_id: UUID
    enrollment_id: UUID
    person_id: UUID
    status: EnrollmentStatus
    opens_at: datetime
    asks_then: bool
    is_done: bool
    pseudonym: str | None
    """Of a confidential study, once they have one."""
    answers: dict[str, Any] | None
    """Sent or not; None: nothing was begun."""
    sent_at: datetime | None
