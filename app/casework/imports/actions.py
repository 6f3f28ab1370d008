"""Keeping a file of attendance, throwing it away, and applying those that are there.

Marks are saved by the one door there is for that, which is given: what rests on them, packages
above know.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.contamination.actions import log_seen
from app.casework.enums import AttendanceSource
from app.casework.imports import queries
from app.casework.imports.enums import Format, Held
from app.casework.imports.facts import Review
from app.casework.imports.models import (
    AttendanceColumn,
    AttendanceImport,
    AttendanceOriginal,
)
from app.casework.imports.refusals import NO_COLUMN
from app.casework.imports.remembering import remember
from app.casework.imports.reviewing import Reviewed, Unread, sent_at_once
from app.casework.locks.queries import lock_session
from app.casework.rules import Submitted
from app.casework.saves.actions import SaveMarks
from app.casework.saves.rules import NOT_AMENDED, Amendment, SaveResult
from app.cohorts.intake.columns import compared
from app.core import audit
from app.core.errors import require


def keep(
    session: Session,
    case_session_id: UUID,
    files: Sequence[Unread],
    *,
    by: UUID | None,
    now: datetime,
) -> list[AttendanceImport]:
    """Keep files with all of their lines, and as they are; of one that is there already nothing."""
    lock_session(session, case_session_id)
    there = {kept.sha256 for kept in queries.imports_of(session, case_session_id)}
    sent = sent_at_once([file for file in files if file.sha256 not in there])
    new = [_kept(file, case_session_id, by, now) for file in sent]
    if new:
        session.add_all(new)
        session.flush()
        originals = {file.sha256: file.content for file in sent}
        session.add_all(
            AttendanceOriginal(import_id=kept.id, content=content)
            for kept in new
            if (content := originals[kept.sha256]) is not None
        )
        facts = {"files": _hashes(new), "rows": sum(len(kept.rows) for kept in new)}
        _record(session, "attendance_file.sent", case_session_id, facts, by=by, now=now)
    return new


def _kept(sent: Unread, case_session_id: UUID, by: UUID | None, now: datetime) -> AttendanceImport:
    return AttendanceImport(
        case_session_id=case_session_id,
        sha256=sent.sha256,
        file_name=sent.name,
        format=sent.format.value,
        written_as=sent.lines.written_as,
        delimiter=sent.lines.delimiter,
        rows=[[row.line, *row.cells] for row in sent.lines.rows],
        by=by,
        sent_at=now,
    )


def _hashes(files: Sequence[AttendanceImport]) -> list[str]:
    return [file.sha256 for file in files]


def _record(
    session: Session,
    act: str,
    case_session_id: UUID,
    facts: dict[str, Any],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)


def say_zone(
    session: Session, kept: Sequence[AttendanceImport], zone: str, *, by: UUID, now: datetime
) -> None:
    """Say on whose clock the times of files are that wait."""
    for file in kept:
        file.zone = zone
    session.flush()
    if kept:
        facts = {"zone": zone, "files": _hashes(kept)}
        held = kept[0].case_session_id
        _record(session, "attendance_file.zone_said", held, facts, by=by, now=now)


def say_columns(
    session: Session,
    program_id: UUID,
    case_session_id: UUID,
    said: Mapping[str, Held],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Say what columns hold, by their headers: for this file and the next ones of the program.

    Raises `RefusedError` if nobody could be read by that.
    """
    require(None if {Held.NAME, Held.FAMILY, Held.EMAIL} & {*said.values()} else NO_COLUMN)
    there = queries.columns_said(session, program_id)
    for header, held in said.items():
        key = compared(header)
        new = AttendanceColumn(program_id=program_id, header=key, held=held)
        column = there.setdefault(key, new)
        column.held = held
        session.add(column)
    session.flush()
    facts = {"columns": {compared(header): held.value for header, held in said.items()}}
    _record(session, "attendance_file.columns_said", case_session_id, facts, by=by, now=now)


def discard(session: Session, case_session_id: UUID, *, by: UUID | None, now: datetime) -> int:
    """Throw away the files of a session that were not applied; how many there were.

    Zoom's list is only set aside: it would come back when it is read again.
    """
    waiting = [file for file in queries.imports_of(session, case_session_id) if not file.applied_at]
    ids = [file.id for file in waiting]
    session.execute(delete(AttendanceOriginal).where(col(AttendanceOriginal.import_id).in_(ids)))
    for file in waiting:
        if file.format == Format.ZOOM_LIST:
            file.set_aside_at = now
        else:
            session.delete(file)
    session.flush()
    if waiting:
        facts = {"files": _hashes(waiting)}
        _record(session, "attendance_file.discarded", case_session_id, facts, by=by, now=now)
    return len(waiting)


def apply(
    session: Session,
    case_session_id: UUID,
    reviewed: Reviewed,
    *,
    save_marks: SaveMarks,
    by: UUID | None,
    now: datetime,
    amendment: Amendment = NOT_AMENDED,
) -> SaveResult:
    """Save what became of each mark, and remember what was chosen; raises what saving raises.

    `amendment`: what has to be said of marks that others rely on.
    """
    source, wanted = AttendanceSource.IMPORT, _wanted(reviewed.review)
    result = save_marks(
        session, case_session_id, wanted, by=by, now=now, source=source, amendment=amendment
    )
    own = {sent.sha256 for sent in reviewed.files}
    files = [file for file in queries.imports_of(session, case_session_id) if file.sha256 in own]
    for file in files:
        file.applied_at = file.applied_at or now
    facts = {
        "save": str(result.save_id) if result.save_id else None,
        "files": _hashes(files),
        "marks": result.saved,
        "aliases": remember(session, case_session_id, reviewed.review, by=by, now=now),
    }
    _record(session, "attendance_file.applied", case_session_id, facts, by=by, now=now)
    log_seen(session, case_session_id, _apart(reviewed.review), by=by, now=now)
    return result


def _apart(review: Review) -> dict[UUID, int | None]:
    """Who is in the files though the session is not theirs, and for how many minutes."""
    return {aside.apart_id: aside.presence.minutes for aside in review.hosts if aside.apart_id}


def _wanted(review: Review) -> dict[UUID, Submitted]:
    """The marks that change, each with what was seen before."""
    return {
        key: Submitted(decision.becomes, decision.known.mark, decision.minutes)
        for key, decision in review.decisions.items()
        if decision.why_stays is None
    }
