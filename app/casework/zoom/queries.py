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
from app.casework.zoom.enums import Told
from app.casework.zoom.models import ZoomEvent, ZoomReading
from app.casework.zoom.rules import LONGEST_MEETING, LOOKED_BACK, READ_AFTER, Window, meeting_of
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


def is_known(session: Session, meeting: str, at: datetime) -> bool:
    """Whether a meeting is a session's of ours at that moment; nothing is kept of others."""
    near = col(CaseSession.starts_at).between(at - LONGEST_MEETING, at + LONGEST_MEETING)
    linked = col(CaseSession.link).contains(meeting, autoescape=True)
    found = records(session.execute(_SESSIONS.where(near, linked)), SessionOnZoom)
    return any(each.meeting == meeting and each.window.holds(at, at) for each in found)


def reading_of(session: Session, case_session_id: UUID) -> ZoomReading | None:
    """How far reading a session's list got."""
    own = select(ZoomReading).where(col(ZoomReading.case_session_id) == case_session_id)
    return session.scalar(own)


def events_in(session: Session, on_zoom: SessionOnZoom) -> list[Event]:
    """What Zoom told while people came and went, in the order in which it happened."""
    window = on_zoom.window
    found = (
        select(ZoomEvent)
        .where(
            col(ZoomEvent.meeting) == on_zoom.meeting,
            col(ZoomEvent.at).between(window.opens_at, window.closes_at),
        )
        .order_by(col(ZoomEvent.at), col(ZoomEvent.id))
    )
    return [_as_told(own) for own in session.scalars(found)]


def _as_told(own: ZoomEvent) -> Event:
    whom = (own.participant, own.name, own.address)
    return Event("", own.meeting, own.occurrence, own.told, *whom, own.at)


def came_so_far(session: Session, on_zoom: SessionOnZoom) -> int:
    """How many people Zoom told of that they came, each once."""
    window = on_zoom.window
    who = func.coalesce(func.nullif(col(ZoomEvent.address), ""), col(ZoomEvent.name))
    own = select(func.count(func.distinct(who))).where(
        col(ZoomEvent.meeting) == on_zoom.meeting,
        col(ZoomEvent.at).between(window.opens_at, window.closes_at),
        col(ZoomEvent.told) == Told.JOINED,
    )
    return session.scalar(own) or 0


@dataclass(frozen=True)
class ZoomSeen:
    """How far it got with the list of a session that takes place on Zoom."""

    ends_at: datetime
    came: int
    """How many people came so far, as Zoom told."""
    reading: ZoomReading | None


def seen(session: Session, case_session_id: UUID) -> ZoomSeen | None:
    """What there is of a session; None where it is not on Zoom."""
    on_zoom = session_on_zoom(session, case_session_id)
    if on_zoom is None or on_zoom.meeting is None:
        return None
    reading, came = reading_of(session, case_session_id), came_so_far(session, on_zoom)
    return ZoomSeen(on_zoom.window.ends_at, came, reading)


def has_event(session: Session, digest: str) -> bool:
    """Whether this was told before."""
    return bool(session.scalar(select(exists().where(col(ZoomEvent.digest) == digest))))


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


def unread(session: Session, after: datetime) -> int:
    """How many sessions have no list, though one was asked for since then."""
    found = select(func.count()).where(
        col(ZoomReading.problem).is_not(None),
        col(ZoomReading.read_at).is_(None),
        col(ZoomReading.tried_at) > after,
    )
    return session.scalar(found) or 0
