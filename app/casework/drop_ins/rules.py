"""When somebody was there who dropped in, and how long they can take to say who they are. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.casework.check_ins.enums import CheckInWay
from app.language.reasons import Reason, reason

LASTS = timedelta(hours=12)
"""From the code to the proof of who had it: the session's day, with some of the evening."""

WRONG_CODE = reason(
    "drop_in.wrong_code",
    "This is not the code of a session that goes on now. Look at the screen again: it changes.",
)
NO_GOOD = reason(
    "drop_in.no_good",
    "This link does not belong to your email address, nor to this browser. Open it where you had "
    "the code, or register and tell who leads the session that you were there.",
)
TOO_LATE = reason(
    "drop_in.too_late",
    "You had the code more than twelve hours ago. Register, and tell who leads the session that "
    "you were there: they can record it.",
)
NO_SEAT = reason(
    "drop_in.no_seat",
    "All seats are taken, so you are not recorded. Tell who leads the session that you are there.",
)
CANNOT = reason(
    "drop_in.cannot",
    "You cannot come in by the code now, so you are not recorded. Tell who leads the session that "
    "you are there.",
)
_TOLD = ("drop_in.", "check_in.", "admission.")  # not shown
"""Whose sentences speak to the person themselves."""


@dataclass(frozen=True)
class Arrival:
    """That somebody had the code of a session, at which moment."""

    cohort_id: UUID
    case_session_id: UUID
    way: CheckInWay
    """Scanned or typed."""
    code: str
    at: datetime

    def written(self) -> str:
        """As it is sealed."""
        ids = str(self.cohort_id), str(self.case_session_id)
        return json.dumps([*ids, self.way.value, self.code, self.at.isoformat()])

    @classmethod
    def read(cls, text: str) -> Arrival:
        """As it was sealed."""
        cohort_id, case_session_id, way, code, at = json.loads(text)
        ids = UUID(cohort_id), UUID(case_session_id)
        return cls(*ids, CheckInWay(way), code, datetime.fromisoformat(at))


def of_oneself(why: Reason) -> Reason:
    """Why somebody was not let in, told to them: other reasons speak of them to others."""
    return why if why.code.startswith(_TOLD) else CANNOT  # not shown


def why_not_count(arrival: Arrival, now: datetime) -> Reason | None:
    """Why an arrival counts no longer."""
    return TOO_LATE if now >= arrival.at + LASTS else None
