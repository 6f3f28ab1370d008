"""Reads of meetings of Zoom that are sessions of ours, and of what Zoom told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.imports.enums import Format
from app.casework.imports.models import AttendanceImport
from app.casework.zoom.gathering import occurrences_told
from app.casework.zoom.lists import Occurrence, people_in
from app.casework.zoom.models import ZoomEvent, ZoomReading
from app.casework.zoom.rules import (
    BEFORE,
    LONGEST_MEETING,
    LOOKED_BACK,
    READ_AFTER,
    Heard,
    Window,
    meeting_of,
)
from app.casework.zoom.told import Event
from app.cohorts.models import CaseSession, Cohort, Unit
from app.cohorts.queries import is_published
from app.core.db import records

READ = "zoom.read"
"""The kind of task that reads a list."""


@dataclass(frozen=True)
class SessionOnZoom:
    """A session with a link."""

    id: UUID
    cohort_id: UUID
    slug: str
    position: int
    starts_at: datetime
    minutes: int
    link: str

    @property
    def meeting(self) -> str | None:
        """The number of its meeting, if it is one of Zoom's."""
        return meeting_of(self.link)

    @property
    def window(self) -> Window:
        """When a meeting is taken for it."""
        return Window(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))


_SESSIONS: Select[*tuple[Any, ...]] = (
    select(
        col(CaseSession.id),
        col(Cohort.id).label("cohort_id"),
        col(Cohort.slug),
        col(Unit.position),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
        col(CaseSession.link),
    )
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .where(
        is_published(),
        col(Cohort.archived_at).is_(None),
        col(CaseSession.canceled_at).is_(None),
        col(CaseSession.link) != "",
    )
    .order_by(col(CaseSession.starts_at), col(CaseSession.id))
)
_HAS_READING = exists().where(col(ZoomReading.case_session_id) == col(CaseSession.id))


def to_begin(session: Session, now: datetime) -> list[SessionOnZoom]:
    """Sessions that are over, of whose lists nothing was read so far."""
    lately = col(CaseSession.starts_at).between(now - LOOKED_BACK, now)
    found = records(session.execute(_SESSIONS.where(lately, ~_HAS_READING)), SessionOnZoom)
    return [each for each in found if each.meeting and each.window.ends_at + READ_AFTER <= now]


def session_on_zoom(session: Session, case_session_id: UUID) -> SessionOnZoom | None:
    """A session, if it can be on Zoom still: neither canceled nor of an archived cohort."""
    own = _SESSIONS.where(col(CaseSession.id) == case_session_id)
    return next(iter(records(session.execute(own), SessionOnZoom)), None)


def windows_of(session: Session, meeting: str, at: datetime) -> list[Window]:
    """The windows of our sessions in which a meeting may be on that is on at a moment.

    Also of those that begin hours later: somebody may come early into a room that stays open.
    """
    far = LONGEST_MEETING + BEFORE
    near = col(CaseSession.starts_at).between(at - far, at + far)
    linked = col(CaseSession.link).contains(meeting, autoescape=True)
    found = records(session.execute(_SESSIONS.where(near, linked)), SessionOnZoom)
    own = [each.window for each in found if each.meeting == meeting]
    return [window for window in own if window.can_reach(at)]


def is_wanted(session: Session, event: Event, digest: str) -> bool:
    """Whether an event is of a meeting of ours, and new; nothing is kept of others."""
    known = select(exists().where(col(ZoomEvent.digest) == digest))
    return not session.scalar(known) and bool(windows_of(session, event.meeting, event.at))


def reading_of(session: Session, case_session_id: UUID) -> ZoomReading | None:
    """How far reading a session's list got."""
    own = select(ZoomReading).where(col(ZoomReading.case_session_id) == case_session_id)
    return session.scalar(own)


def occurrences_in(session: Session, on_zoom: SessionOnZoom) -> list[Occurrence]:
    """Who was in the meeting of a session, by what Zoom told while people came and went."""
    window = on_zoom.window
    found = (
        select(ZoomEvent)
        .where(
            col(ZoomEvent.meeting) == on_zoom.meeting,
            col(ZoomEvent.at).between(window.opens_at - LONGEST_MEETING, window.closes_at),
        )
        .order_by(col(ZoomEvent.at), col(ZoomEvent.id))
    )
    return occurrences_told(map(_as_told, session.scalars(found)), window)


def _as_told(own: ZoomEvent) -> Event:
    whom = (own.participant, own.name, own.address)
    return Event("", own.meeting, own.occurrence, own.told, *whom, own.at)


@dataclass(frozen=True)
class ZoomSeen:
    """How far it got with the list of a session that takes place on Zoom."""

    ends_at: datetime
    came: int
    """How many people came so far, as Zoom told; 0 once there is a list."""
    reading: ZoomReading | None


def seen(session: Session, case_session_id: UUID) -> ZoomSeen | None:
    """What there is of a session; None where it is not on Zoom."""
    on_zoom = session_on_zoom(session, case_session_id)
    if on_zoom is None or on_zoom.meeting is None:
        return None
    reading = reading_of(session, case_session_id)
    has_list = reading is not None and reading.read_at is not None
    came = 0 if has_list else people_in(occurrences_in(session, on_zoom))
    return ZoomSeen(on_zoom.window.ends_at, came, reading)


def has_old_events(session: Session, before: datetime) -> bool:
    """Whether anything is kept that Zoom told before that moment."""
    return bool(session.scalar(select(exists().where(col(ZoomEvent.received_at) < before))))


def lists_of(session: Session, case_session_id: UUID) -> Sequence[AttendanceImport]:
    """All that was read from Zoom for a session, also what counts no more, the newest last."""
    return session.scalars(
        select(AttendanceImport)
        .where(
            col(AttendanceImport.case_session_id) == case_session_id,
            col(AttendanceImport.format) == Format.ZOOM_LIST.value,
        )
        .order_by(col(AttendanceImport.sent_at), col(AttendanceImport.id))
    ).all()


def list_waits() -> ColumnElement[bool]:
    """That a list of Zoom's waits for somebody to look at it: for selects of a `CaseSession`."""
    return exists().where(
        col(AttendanceImport.case_session_id) == col(CaseSession.id),
        col(AttendanceImport.format) == Format.ZOOM_LIST.value,
        col(AttendanceImport.applied_at).is_(None),
        col(AttendanceImport.set_aside_at).is_(None),
    )


def heard(session: Session, after: datetime) -> Heard:
    """What came from Zoom so far: two statements. `after`: since when a list counts as unread."""
    missing = col(ZoomReading.problem).is_not(None)
    lately = missing & col(ZoomReading.read_at).is_(None) & (col(ZoomReading.tried_at) > after)
    told = select(func.max(col(ZoomEvent.received_at))).scalar_subquery()
    row = session.execute(
        select(
            func.count().filter(lately).label("unread"),
            func.max(col(ZoomReading.read_at)).label("read_at"),
            told.label("told_at"),
        ).select_from(ZoomReading)
    ).one()
    newest = (
        select(col(ZoomReading.problem), col(ZoomReading.tried_at))
        .where(missing, col(ZoomReading.tried_at).is_not(None))
        .order_by(col(ZoomReading.tried_at).desc(), col(ZoomReading.id))
        .limit(1)
    )
    trouble, trouble_at = session.execute(newest).first() or (None, None)
    return Heard(row.unread, row.read_at, row.told_at, trouble, trouble_at)
