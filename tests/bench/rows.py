"""Rows of a big database, each from a row of what it belongs to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.certificates.enums import EventKind
from app.core.ids import new_id

Values = dict[str, Any]
AnyRow = Row[*tuple[Any, ...]]
WORDS = "I took silence for agreement, and it was none. Next time I ask, and wait longer. " * 5

LETTER = "Hello,\n\nthe session of this week is tomorrow at noon. Bring your question.\n" * 6
MONTH = timedelta(days=30)


def _of(signed: AnyRow) -> Values:
    return {"id": new_id(), "enrollment_id": signed.enrollment_id, "unit_id": signed.unit_id}


def ticks(signed: AnyRow) -> Iterator[Values]:
    for letter in "ab":
        key = f"r{signed.position}{letter}"
        yield _of(signed) | {"reading_key": key, "done_at": signed.signed_at}


def answer(signed: AnyRow) -> Values:
    version = {"module_version_id": signed.module_version_id, "question_id": "q1"}
    return _of(signed) | version | {"option": 0, "answered_at": signed.signed_at}


def reflection(signed: AnyRow) -> Values:
    written = {"edition": 1, "text": WORDS, "shared": False}
    return _of(signed) | written | {"saved_at": signed.signed_at}


def change(mark: AnyRow, by: UUID) -> Values:
    return {
        "id": new_id(),
        "attendance_id": mark.id,
        "save_id": mark.case_session_id,
        "version": 1,
        "from_status": AttendanceStatus.NOT_RECORDED,
        "to_status": mark.status,
        "from_made_up": False,
        "to_made_up": False,
        "source": AttendanceSource.MANUAL,
        "by": by,
        "at": mark.starts_at + timedelta(hours=2),
        "reason": "",
    }


def revoked(issued: AnyRow) -> Values:
    said = {"kind": EventKind.REVOKED, "reason_class": "name", "note": "Misspelled."}
    what = {"id": new_id(), "certificate_id": issued.id, "replaced_by_id": None}
    return what | said | {"at": issued.issued_at, "by": issued.issued_by}


def task(issued: AnyRow, job_id: UUID) -> Values:
    return {
        "id": new_id(),
        "job_id": job_id,
        "kind": "issue",
        "key": str(issued.id),
        "label": "Somebody",
        "payload": {},
        "not_before": issued.issued_at,
        "attempts": 1,
        "done_at": issued.issued_at,
        "failed_at": None,
        "error": "",
    }


def sign_in(person_id: UUID, began: datetime) -> Values:
    """A browser that was signed in for a month."""
    id_ = new_id()
    once = {"person_id": person_id, "created_at": began, "seen_at": began}
    once |= {"expires_at": began + MONTH}
    return {"id": id_, "token_hash": sha256(id_.bytes).hexdigest(), "user_agent": ""} | once


def reminder(signed: AnyRow, now: datetime, *, is_sent: bool) -> Values:
    """A letter about a week."""
    return {
        "id": new_id(),
        "key": f"reminder:{signed.enrollment_id}:{signed.unit_id}",
        "kind": "reminder",
        "person_id": signed.person_id,
        "facts": {"unit": signed.position},
        "secrets": {},
        "recipient": "somebody@example.org",
        "subject": f"Week {signed.position} is tomorrow",
        "text": LETTER,
        "created_at": min(signed.signed_at, now),
        "sent_at": signed.signed_at if is_sent else None,
    }
