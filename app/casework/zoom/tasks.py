"""The worker's part: which sessions are over, and reading who was in their meetings.

Zoom is asked outside of every transaction. What it gives is a whole list or nothing; a task that is
killed is done again, and the same list a second time changes nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.imports import refusals
from app.casework.imports.refusals import NotAttendanceError
from app.casework.imports.reviewing import At
from app.casework.zoom import actions, queries, rules
from app.casework.zoom.asking import Keys, ZoomError
from app.casework.zoom.enums import Problem, ReadFrom
from app.casework.zoom.lists import Occurrence
from app.casework.zoom.queries import READ, SessionOnZoom
from app.cohorts.enrollments.queries import cohort_context
from app.cohorts.queries import unit_with_session
from app.core import audit, queue
from app.core.db import Database
from app.core.errors import BusyError
from app.core.models import Task
from app.core.worker import Handler
from app.language.reasons import Reason
from app.settings import Settings

if TYPE_CHECKING:
    from app.casework.zoom.client import Zoom

LATER = 300
"""Seconds until a list is asked for again that could not be read."""
OF_NOBODY = frozenset({refusals.NOBODY, refusals.ONLY_HEADERS})


@dataclass(frozen=True)
class Gathered:
    """What is known of a meeting."""

    occurrences: list[Occurrence]
    read_from: ReadFrom
    trouble: ZoomError | None = None
    """Why it is not Zoom's own list."""

    @property
    def is_last(self) -> bool:
        """Whether nothing better is to come: never while somebody was still in, as far as told."""
        return self.trouble is None and not any(each.is_open for each in self.occurrences)


def keys_of(settings: Settings) -> Keys | None:
    """How this installation is known to Zoom; None where nobody said it."""
    if settings.zoom_client_secret is None or not settings.zoom_account_id:
        return None
    return Keys(
        settings.zoom_account_id,
        settings.zoom_client_id,
        settings.zoom_client_secret.get_secret_value(),
        settings.zoom_api_url,
        settings.zoom_oauth_url,
    )


@contextmanager
def make_handlers(settings: Settings) -> Iterator[Mapping[str, Handler]]:
    """The handler of lists, where Zoom is set; its connections end with the block."""
    keys = keys_of(settings)
    zoom = _client(keys) if keys else None
    try:
        yield {READ: partial(read_list, zoom)} if settings.has_zoom else {}
    finally:
        if zoom:
            zoom.close()


def _client(keys: Keys) -> "Zoom":
    from app.casework.zoom.client import Zoom  # who does not need it starts without HTTPX

    return Zoom(keys)


def why_refused(settings: Settings) -> Reason | None:
    """Why Zoom does not know this installation, tried out; None where nobody wants it to."""
    keys = keys_of(settings)
    zoom = _client(keys) if keys else None
    try:
        if zoom:
            zoom.try_out()
    except ZoomError as error:
        return rules.WHY[error.problem]
    finally:
        if zoom:
            zoom.close()
    return None


def begin_readings(database: Database, now: datetime) -> None:
    """Ask for the lists of sessions that are over."""
    with database.read() as session:
        over = queries.to_begin(session, now)
    if over:
        with database.write() as session:
            for on_zoom in over:
                actions.begin(session, on_zoom, now=now)


def forget_events(database: Database, now: datetime) -> None:
    """Delete what Zoom told some time ago: the lists have it."""
    before = now - rules.EVENTS_KEPT_FOR
    with database.read() as session:
        is_due = queries.has_old_events(session, before)
    if is_due:
        with database.write() as session:
            actions.forget(session, before)


def read_list(zoom: "Zoom | None", database: Database, task: Task, now: datetime) -> None:
    """Read and keep the list of one session; what cannot be read now is asked for again."""
    with database.read() as session:
        on_zoom = queries.session_on_zoom(session, UUID(task.payload["session"]))
    is_over = now >= datetime.fromisoformat(task.payload["until"])
    if on_zoom is None or on_zoom.meeting is None or is_over:
        with database.write() as session:
            queue.finish(session, task, now=now)
        return
    found = _gather(zoom, database, on_zoom, on_zoom.meeting)
    with database.write() as session:
        problem = _keep(session, on_zoom, found, now)
        if found.trouble is None:
            queue.finish(session, task, now=now)
    if found.trouble is not None:
        raise BusyError(rules.WHY[problem or found.trouble.problem], found.trouble.seconds or LATER)


def _gather(
    zoom: "Zoom | None", database: Database, on_zoom: SessionOnZoom, meeting: str
) -> Gathered:
    """Zoom's own list, or else what it told while people came and went."""
    trouble = None
    try:
        if zoom is not None:
            return Gathered(zoom.occurrences(meeting, on_zoom.window), ReadFrom.ZOOM)
    except ZoomError as error:
        trouble = error
    with database.read() as session:
        told = queries.occurrences_in(session, on_zoom)
    return Gathered(told, ReadFrom.EVENTS, trouble)


def _keep(
    session: Session, on_zoom: SessionOnZoom, found: Gathered, now: datetime
) -> Problem | None:
    """Keep what was gathered; the problem that is told, if there is one."""
    audit.continue_chain(session, on_zoom.cohort_id)
    problem = found.trouble.problem if found.trouble else None
    if _is_of_use(session, on_zoom, found):
        problem = _keep_list(session, on_zoom, found, now) or problem
    elif problem is None:
        problem = Problem.NOBODY
    if problem is not None:
        actions.note_problem(session, on_zoom.id, problem, now=now)
    return problem


def _is_of_use(session: Session, on_zoom: SessionOnZoom, found: Gathered) -> bool:
    """What was told while people came and went never takes the place of Zoom's own list."""
    if found.read_from is ReadFrom.ZOOM:
        return True
    reading = queries.reading_of(session, on_zoom.id)
    has_own = reading is not None and reading.read_from is ReadFrom.ZOOM
    return bool(found.occurrences) and not has_own


def _keep_list(
    session: Session, on_zoom: SessionOnZoom, found: Gathered, now: datetime
) -> Problem | None:
    here = cohort_context(session, on_zoom.slug)
    unit = unit_with_session(session, on_zoom.cohort_id, on_zoom.position)
    assert here is not None
    assert unit is not None
    savepoint = session.begin_nested()
    try:
        actions.keep_list(
            session,
            At(here.cohort, unit, here.policy),
            on_zoom,
            found.occurrences,
            read_from=found.read_from,
            is_last=found.is_last,
            now=now,
        )
    except NotAttendanceError as refused:
        savepoint.rollback()
        return Problem.NOBODY if refused.reason in OF_NOBODY else Problem.OTHER_TIME
    savepoint.commit()
    return None
