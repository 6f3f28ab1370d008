"""A facilitator's own sessions, as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.casework.rules import why_not_record
from app.casework.teaching.queries import TaughtSession
from app.cohorts.rules import has_ended
from app.language.moments import day, time_range, zone_name
from app.language.words import counted
from app.people.actors import Actor
from app.people.roles import of_cohort, roles_over
from app.site.parts.sessions import SessionTile, tile
from app.web.parts import Badge


@dataclass(frozen=True)
class TaughtSessionLine:
    """One session in the list of a cohort's sessions."""

    title: str
    path: str
    when: str
    status: Badge


@dataclass(frozen=True)
class SessionToRecord:
    """One session whose attendance is not recorded for everybody."""

    title: str
    note: str
    href: str


@dataclass(frozen=True)
class Coming:
    """The next session."""

    path: str
    link: str
    tile: SessionTile
    can_record: bool


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
    waiting: Sequence[SessionToRecord]
    cohorts: Sequence[CohortSessions]


def teach_page(sessions: Sequence[TaughtSession], reader: Actor, now: datetime) -> TeachPage:
    """The next session first, then what waits, then all sessions by cohort."""
    ahead = [one for one in sessions if not one.canceled and not _ended(one, now)]
    waiting = [
        one
        for one in sessions
        if one.marked < one.expected
        and why_not_record(one.starts_at, now, canceled=one.canceled) is None
    ]
    return TeachPage(
        coming=_coming(ahead[0], reader, now) if ahead else None,
        waiting=[_waiting(one) for one in reversed(waiting)],
        cohorts=_by_cohort(sessions, reader, now),
    )


def _ended(one: TaughtSession, now: datetime) -> bool:
    return has_ended(one.starts_at, one.minutes, now)


def _coming(one: TaughtSession, reader: Actor, now: datetime) -> Coming:
    return Coming(
        path=one.path,
        link=one.link,
        tile=tile(
            one.starts_at, one.minutes, one.zone, reader.zone, now, case_title=one.case_title
        ),
        can_record=why_not_record(one.starts_at, now) is None,
    )


def _waiting(one: TaughtSession) -> SessionToRecord:
    return SessionToRecord(
        title=f"Record attendance: {one.title}",
        note=f"{day(one.starts_at, one.zone)} · {one.cohort_title} · {_not_recorded(one)}",
        href=f"{one.path}/attendance",
    )


def _not_recorded(one: TaughtSession) -> str:
    missing = one.expected - one.marked
    return f"attendance not recorded for {counted(missing, 'person', 'people')}"


def _by_cohort(
    sessions: Sequence[TaughtSession], reader: Actor, now: datetime
) -> list[CohortSessions]:
    """The cohort with the newest session first."""
    newest = {one.slug: one.starts_at for one in sessions}
    ordered = sorted(sessions, key=lambda one: one.starts_at)
    ordered.sort(key=lambda one: (newest[one.slug], one.slug), reverse=True)
    found = []
    for slug, group in groupby(ordered, key=lambda one: one.slug):
        own = sorted(group, key=lambda one: one.starts_at)
        whole = roles_over(reader, of_cohort(own[0].program_id, own[0].cohort_id))
        found.append(
            CohortSessions(
                title=own[0].cohort_title,
                program=own[0].program_title,
                roster=f"/teach/{slug}" if whole else None,
                sessions=[_line(one, now) for one in own],
            )
        )
    return found


def _line(one: TaughtSession, now: datetime) -> TaughtSessionLine:
    when = f"{day(one.starts_at, one.zone)}, {time_range(one.starts_at, one.minutes, one.zone)}"
    return TaughtSessionLine(
        title=f"{one.position}. {one.title}",
        path=one.path,
        when=f"{when} {zone_name(one.zone)}",
        status=_status(one, now),
    )


def _status(one: TaughtSession, now: datetime) -> Badge:
    if one.canceled:
        return Badge("canceled", "neutral")
    if now < one.starts_at:
        return Badge("to come", "neutral")
    if one.marked < one.expected:
        return Badge(f"{one.expected - one.marked} not marked", "warm")
    return Badge("recorded", "good")
