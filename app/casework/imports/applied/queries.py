"""What saves of a session were read from: the history says so of each."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.imports.enums import Format
from app.casework.imports.models import AttendanceImport
from app.core.models import AuditLine

_APPLIED = "attendance_file.applied"


class ReadFile(NamedTuple):
    """A file that was applied, or Zoom's list."""

    name: str
    is_from_zoom: bool


def files_of_saves(session: Session, case_session_id: UUID) -> Mapping[UUID, Sequence[ReadFile]]:
    """The files of each save that applied some to a session: two statements.

    One that is applied again with others, or to a mark that was cleared, counts for each save.
    """
    own = col(AttendanceImport.case_session_id) == case_session_id
    sent = AttendanceImport
    kept = select(col(sent.sha256), col(sent.file_name), col(sent.format)).where(own)
    files = {
        sha256: ReadFile(name, kind == Format.ZOOM_LIST)
        for sha256, name, kind in session.execute(kept)
    }
    applied = select(col(AuditLine.facts)).where(
        col(AuditLine.object_id) == str(case_session_id), col(AuditLine.act) == _APPLIED
    )
    return {
        UUID(facts["save"]): [files[own] for own in facts["files"] if own in files]
        for facts in session.scalars(applied)
        if facts["save"]
    }
