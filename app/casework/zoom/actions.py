"""Keeping what Zoom tells: events as they come, and its list, which waits as a file does.

No mark is written here: somebody looks at a list and applies it, by the desk for files.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from json import dumps
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.imports.enums import Format
from app.casework.imports.models import AttendanceImport
from app.casework.imports.queries import imports_of
from app.casework.imports.reviewing import At, placed, read_kept, reviewed
from app.casework.locks.queries import lock_session
from app.casework.zoom import queries, rules
from app.casework.zoom.enums import Problem, ReadFrom, Stage, Told
from app.casework.zoom.lists import FROM_ZOOM, Occurrence, people_in, rows_of
from app.casework.zoom.models import ZoomEvent, ZoomReading
from app.casework.zoom.queries import READ, SessionOnZoom
from app.casework.zoom.told import Event
from app.core import audit, queue


def take(session: Session, event: Event, *, digest: str, now: datetime) -> bool:
    """Keep an event of a meeting of ours, once; whether it is kept now.

    `queries.is_wanted` says beforehand whether it is one, so that others' begin no write. Of a
    meeting that ended before any session of ours nothing is kept but that it did.
    """
    if event.told is Told.ENDED and _ended_before(session, event):
        session.execute(delete(ZoomEvent).where(*_of_the_same(event)))
    new = ZoomEvent(
        digest=digest,
        meeting=event.meeting,
        occurrence=event.occurrence,
        told=event.told,
        participant=event.participant,
        name=event.name,
        address=event.address,
        at=event.at,
        received_at=now,
    )
    with suppress(IntegrityError), session.begin_nested():  # the same was sent twice at once
        session.add(new)
        session.flush()
        return True
    return False


def _of_the_same(event: Event) -> tuple[ColumnElement[bool], ...]:
    """By meeting first, by which events are found."""
    return col(ZoomEvent.meeting) == event.meeting, col(ZoomEvent.occurrence) == event.occurrence


def _ended_before(session: Session, event: Event) -> bool:
    windows = queries.windows_of(session, event.meeting, event.at)
    return all(event.at <= window.opens_at for window in windows)


def forget(session: Session, before: datetime) -> None:
    """Delete events that were told before that moment."""
    session.execute(delete(ZoomEvent).where(col(ZoomEvent.received_at) < before))


def begin(session: Session, on_zoom: SessionOnZoom, *, now: datetime) -> None:
    """Ask for the list of a session that is over, at each of its times; asking twice is once."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(ZoomReading(case_session_id=on_zoom.id, begun_at=now))
        ends_at = on_zoom.window.ends_at
        for stage, after in rules.DUE.items():
            until = ends_at + rules.UNTIL[stage]
            if stage is Stage.FINAL:  # also where the session was over long before
                until = max(until, now + rules.SETTLES_AFTER)
            payload = {"session": str(on_zoom.id), "until": until.isoformat()}
            key, due = f"{on_zoom.id}:{stage}", ends_at + after
            queue.enqueue(session, READ, key=key, payload=payload, now=due)
        session.flush()


def note_problem(
    session: Session, case_session_id: UUID, problem: Problem, *, now: datetime
) -> None:
    """Say why no list could be read; what was read before stays."""
    reading = _reading(session, case_session_id, now)
    reading.problem, reading.tried_at = problem, now
    session.flush()


def _reading(session: Session, case_session_id: UUID, now: datetime) -> ZoomReading:
    lock_session(session, case_session_id)
    found = queries.reading_of(session, case_session_id)
    if found is None:
        found = ZoomReading(case_session_id=case_session_id, begun_at=now)
        session.add(found)
    return found


def keep_list(
    session: Session,
    at: At,
    on_zoom: SessionOnZoom,
    occurrences: Sequence[Occurrence],
    *,
    read_from: ReadFrom,
    is_last: bool = True,
    now: datetime,
) -> None:
    """Keep a list in place of the one before, if it differs; it waits until somebody applies it.

    `is_last`: whether it is the best that there is, which is final after a day. Raises
    `NotAttendanceError` where nobody is in it, or where it is of another time.
    """
    reading = _reading(session, on_zoom.id, now)
    new = _as_import(on_zoom, occurrences, now)
    placed(session, at, [read_kept(new)])
    every = queries.lists_of(session, on_zoom.id)
    current = next((own for own in every if own.set_aside_at is None), None)
    was_applied = any(own.applied_at for own in every)
    kept = _take_place(session, new, every, current, now)
    reading.tried_at = reading.read_at = now
    reading.problem, reading.read_from = None, read_from
    reading.people = people_in(occurrences)
    if is_last and rules.is_settled(on_zoom.window.ends_at, now):
        reading.settled_at = reading.settled_at or now
    session.flush()
    if kept:
        reading.differs = _differs(session, at, now) if was_applied else 0
        facts = {"files": [new.sha256], "rows": len(new.rows), "from": read_from.value}
        act, noun = "attendance_file.read", "case_session"  # not shown
        audit.record(session, act, noun, on_zoom.id, by=None, now=now, facts=facts)
    session.flush()


def _as_import(
    on_zoom: SessionOnZoom, occurrences: Sequence[Occurrence], now: datetime
) -> AttendanceImport:
    meeting = on_zoom.meeting or ""
    rows = rows_of(meeting, occurrences)
    return AttendanceImport(
        case_session_id=on_zoom.id,
        sha256=sha256(dumps(rows, ensure_ascii=False).encode()).hexdigest(),
        file_name=f"Zoom {meeting}",
        format=Format.ZOOM_LIST.value,
        written_as=FROM_ZOOM,
        delimiter="",
        rows=rows,
        sent_at=now,
    )


def _take_place(
    session: Session,
    new: AttendanceImport,
    every: Sequence[AttendanceImport],
    current: AttendanceImport | None,
    now: datetime,
) -> bool:
    """Whether another list holds now. One that was thrown away does not come back by itself."""
    same = next((own for own in every if own.sha256 == new.sha256), None)
    if same is not None and (same is current or current is None):
        return False
    if current is not None:
        current.set_aside_at = now
    if same is not None:
        same.set_aside_at = same.applied_at = None  # another one may have been applied since
    else:
        session.add(new)
    return True


def _differs(session: Session, at: At, now: datetime) -> int:
    """For how many people a new list would change what an applied one made.

    Where it changes nothing there is nothing to agree to, and it takes over from the other one.
    """
    assert at.unit.session_id is not None
    files = imports_of(session, at.unit.session_id)
    found = reviewed(session, at, [read_kept(file) for file in files], {}, by=None).review
    differs = len(found.changes) + len(found.open_questions)
    for own in files:
        if not differs and own.format == Format.ZOOM_LIST:
            own.applied_at = own.applied_at or now
    return differs
