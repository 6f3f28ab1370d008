"""A facilitator's own sessions, as a page."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app.casework.rules import why_not_record
from app.casework.teaching.queries import TaughtSession
from app.casework.teaching.rules import waits_for_look, waits_for_marks
from app.cohorts.holidays.rules import holiday_of
from app.cohorts.rules import WATCHED_FOR, has_ended
from app.language import Text, _, dotted, ngettext, pgettext
from app.language.moments import day, in_cohort_zone, leading_zone
from app.people.actors import Actor
from app.people.roles import of_cohort, roles_over
from app.people.snoozes.rules import PutOff, Things
from app.site.parts.sessions import SessionTile, tile
from app.site.parts.waiting import (
    AbsencesWaiting,
    QueueItem,
    Waiting,
    absences,
    reported,
    sorted_out,
)
from app.site.teach.falling_behind import FallingBehind, rows_of
from app.site.teach.parts import session_time
from app.web.listing import Window
from app.web.parts import Badge
from app.web.shown import Pages, pages_read

PAGE_OF = 12
"""How many cohorts are shown with their sessions."""


@dataclass(frozen=True)
class TaughtSessionLine:
    """One session in the list of a cohort's sessions."""

    title: str
    path: str
    when: Text
    cohort_time: Text | None
    """By the cohort's clock, where that shows something else."""
    holiday: Text | None
    status: Badge


@dataclass(frozen=True)
class Coming:
    """The next session."""

    path: str
    link: str
    cohort: str
    tile: SessionTile
    can_record: bool
    topic: str | None
    """What it is about, in a series."""


@dataclass(frozen=True)
class CohortSessions:
    """The sessions of one cohort that are one's own."""

    title: str
    program: str
    roster: str | None
    """None for a guest, who sees single sessions only."""
    sessions: Sequence[TaughtSessionLine]


@dataclass(frozen=True)
class TeachPage:
    """A facilitator's sessions."""

    coming: Coming | None
    waits: Waiting
    cohorts: Sequence[CohortSessions]
    pages: Pages | None
    """Where there are more cohorts than a page shows."""


def teach_page(
    sessions: Sequence[TaughtSession],
    cohorts: Sequence[UUID],
    part: Window,
    reports: Mapping[UUID, Collection[UUID]],
    waiting_absences: AbsencesWaiting,
    falling_behind: FallingBehind,
    put_off: Mapping[str, PutOff],
    reader: Actor,
    now: datetime,
) -> TeachPage:
    """The next session first, then what waits, then the sessions of one page of `cohorts`.

    `reports`, `waiting_absences`: those that wait, by cohort; `falling_behind`: who is at risk, in
    cohorts that the reader teaches as a whole; `put_off`: what the reader put off, by subject.
    """
    watched = [session for session in sessions if session.closes_at > now - WATCHED_FOR]
    ahead = [session for session in watched if not session.canceled and not _ended(session, now)]
    waiting = [each for each in watched if waits_for_look(each, now) or waits_for_marks(each, now)]
    shown = frozenset(cohorts[:PAGE_OF])
    return TeachPage(
        coming=_coming(ahead[0], reader, now) if ahead else None,
        waits=sorted_out(
            [
                *_of_cohorts(watched, reports, waiting_absences, reader),
                *(_waiting(session, reader) for session in reversed(waiting)),
                *rows_of(falling_behind, reader.zone),
            ],
            put_off,
            "/teach",
            reader.zone,
            now,
        ),
        cohorts=_by_cohort([own for own in sessions if own.cohort_id in shown], reader, now),
        pages=pages_read("/teach", part, more=len(cohorts) > PAGE_OF),
    )


def _ended(session: TaughtSession, now: datetime) -> bool:
    return has_ended(session.starts_at, session.minutes, now)


def _coming(session: TaughtSession, reader: Actor, now: datetime) -> Coming:
    return Coming(
        path=session.path,
        link=session.link,
        cohort=session.cohort_title,
        tile=tile(
            session.starts_at,
            session.minutes,
            session.zone,
            reader.zone,
            now,
            case_title=None if session.is_series else session.case_title,
        ),
        topic=session.title if session.is_series else None,
        can_record=why_not_record(session.starts_at, now) is None,
    )


def _of_cohorts(
    sessions: Sequence[TaughtSession],
    reports: Mapping[UUID, Collection[UUID]],
    waiting_absences: AbsencesWaiting,
    reader: Actor,
) -> Iterator[QueueItem]:
    """Absences and reports are for those who teach the whole of a cohort."""
    for own in {session.cohort_id: session for session in sessions}.values():
        if roles_over(reader, of_cohort(own.program_id, own.cohort_id)):
            yield from absences(own.cohort_id, own.slug, own.cohort_title, waiting_absences)
            waiting = reports.get(own.cohort_id, ())
            yield from reported(own.cohort_id, own.slug, own.cohort_title, waiting)


def _waiting(session: TaughtSession, reader: Actor) -> QueueItem:
    zone = leading_zone(session.starts_at, session.zone, reader.zone)
    held = day(session.starts_at, zone)
    if session.listed is not None:
        return QueueItem(
            subject=f"zoom:{session.cohort_id}:{session.position}",
            title=_("Look at Zoom’s list and apply it: {session}", session=session.title),
            note=dotted((held, session.cohort_title, _listed(session))),
            href=f"{session.path}/attendance/import",
            things=Things.of([(session.listed, session.differs)]),
            status=_("To do"),
            icon="users",
        )
    return QueueItem(
        subject=f"attendance:{session.cohort_id}:{session.position}",
        title=_("Record attendance: {session}", session=session.title),
        note=dotted((held, session.cohort_title, _not_recorded(session))),
        href=f"{session.path}/attendance",
        things=Things(session.missing),
        status=_("To do"),
        icon="users",
    )


def _listed(session: TaughtSession) -> Text:
    if session.differs:
        return ngettext(
            "it differs for {count} person from the one that was applied",
            "it differs for {count} people from the one that was applied",
            count=session.differs,
        )
    return ngettext(
        "{count} person is in it", "{count} people are in it", count=session.listed or 0
    )


def _not_recorded(session: TaughtSession) -> Text:
    if session.is_series:
        return _("nobody is marked so far")
    return ngettext(
        "attendance not recorded for {count} person",
        "attendance not recorded for {count} people",
        count=session.missing,
    )


def _by_cohort(
    sessions: Sequence[TaughtSession], reader: Actor, now: datetime
) -> list[CohortSessions]:
    """The cohort with the newest session first."""
    newest = {session.slug: session.starts_at for session in sessions}
    ordered = sorted(sessions, key=lambda session: session.starts_at)
    ordered.sort(key=lambda session: (newest[session.slug], session.slug), reverse=True)
    groups = groupby(ordered, key=lambda session: session.slug)
    return [_sessions_of(list(group), reader, now) for _, group in groups]


def _sessions_of(sessions: Sequence[TaughtSession], reader: Actor, now: datetime) -> CohortSessions:
    """The sessions of one cohort; its roster is for those who teach the whole of it."""
    own = sorted(sessions, key=lambda session: session.starts_at)
    first = own[0]
    whole = roles_over(reader, of_cohort(first.program_id, first.cohort_id))
    return CohortSessions(
        title=first.cohort_title,
        program=first.program_title,
        roster=f"/teach/{first.slug}" if whole else None,
        sessions=[_line(session, reader, now) for session in own],
    )


def _line(session: TaughtSession, reader: Actor, now: datetime) -> TaughtSessionLine:
    return TaughtSessionLine(
        title=f"{session.position}. {session.title}",
        path=session.path,
        when=session_time(session.starts_at, session.minutes, session.zone, reader.zone),
        cohort_time=in_cohort_zone(session.starts_at, session.zone, reader.zone),
        holiday=holiday_of(session.starts_at, session.zone),
        status=_status(session, now),
    )


def _status(session: TaughtSession, now: datetime) -> Badge:
    if session.not_held:
        return Badge(pgettext("of a session", "not held"), "neutral")
    if session.canceled:
        return Badge(pgettext("of a session", "canceled"), "neutral")
    if now < session.starts_at:
        return Badge(pgettext("of a session", "to come"), "neutral")
    if waits_for_marks(session, now):
        if session.is_series:
            return Badge(_("nobody is marked so far"), "warm")
        words = ngettext("{count} not marked", "{count} not marked", count=session.missing)
        return Badge(words, "warm")
    if session.is_series:
        count = session.recorded
        return Badge(ngettext("{count} came", "{count} came", count=count), "good")
    return Badge(pgettext("of attendance", "recorded"), "good")
