"""One cohort of a coordinator's programs: its sessions, and how its people stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.certificates.issuing.queries import Candidate
from app.cohorts.context import CohortContext
from app.cohorts.enums import WayIn
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.credit.ledger import UnitLedger
from app.credit.rules import CreditStatus
from app.language import Text, _, pgettext
from app.language.moments import dates, local, long_moment, time_range, zone_name
from app.language.reasons import Reason
from app.web.parts import Badge, Fact

Standings = Mapping[UUID, CreditStatus]


@dataclass(frozen=True)
class SessionWithAttendance:
    """One unit with its session and how far its attendance is recorded."""

    label: str
    title: str
    when: Text
    marks: Text
    """`46 of 50 recorded`, or why there is nothing to record."""
    tone: str
    attendance: str | None
    """Where attendance is taken; None before the session has begun."""


@dataclass(frozen=True)
class StageCount:
    """How many people came so far."""

    label: Text
    people: int


@dataclass(frozen=True)
class ManagedCohortPage:
    """One cohort: when it runs, its sessions, and how far its people are."""

    eyebrow: str
    title: str
    path: str
    zone: str
    facts: Sequence[Fact]
    sessions: Sequence[SessionWithAttendance]
    enrolled: int
    stages: Sequence[StageCount]
    ready: int
    """Certificates that can be issued now."""
    is_draft: bool
    by_application: bool
    """Whether people apply."""
    archived: Reason | None
    can_archive: bool


def path_of(here: CohortContext) -> str:
    """The coordinator's address of a cohort."""
    return f"/manage/cohorts/{here.cohort.slug}"


def cohort_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    standings: Standings,
    candidates: Sequence[Candidate],
    seats_taken: int,
    now: datetime,
    *,
    by: UUID,
) -> ManagedCohortPage:
    """One cohort, from its schedule and everybody's standing, and what is ready for `by`."""
    starts = [u.starts_at for u in units if u.starts_at is not None and not u.canceled]
    zone = here.cohort.zone
    return ManagedCohortPage(
        eyebrow=here.program.title,
        title=here.cohort.title,
        path=path_of(here),
        zone=zone_name(zone),
        facts=(
            Fact(
                _("Sessions"),
                session_dates(min(starts, default=None), max(starts, default=None), zone),
            ),
            Fact(_("Time zone"), _("{name} ({code})", name=zone_name(zone), code=zone)),
            Fact(
                _("Seats"),
                _("{part} of {whole} taken", part=seats_taken, whole=here.cohort.capacity),
            ),
            Fact(pgettext("of a cohort", "Closes"), long_moment(here.cohort.closes_at, zone)),
        ),
        sessions=[_session(here, unit, standings, now) for unit in units],
        enrolled=len(standings),
        stages=_stages(standings.values(), candidates),
        ready=sum(len(candidate.ready_for(by)) for candidate in candidates),
        is_draft=here.cohort.is_draft,
        by_application=here.cohort.way_in is WayIn.APPLICATION,
        archived=why_not_change(here.cohort.archived_at),
        can_archive=here.cohort.archived_at is None and now >= here.cohort.closes_at,
    )


def session_dates(first: datetime | None, last: datetime | None, zone: str) -> Text:
    """From the first session to the last."""
    if first is None or last is None:
        return _("No sessions planned")
    return dates(first, last, zone)


def _stages(
    standings: Collection[CreditStatus], candidates: Sequence[Candidate]
) -> tuple[StageCount, ...]:
    return (
        StageCount(pgettext("of people", "Enrolled"), len(standings)),
        StageCount(
            pgettext("of people", "Active"),
            sum(standing.completion.begun for standing in standings),
        ),
        StageCount(
            pgettext("of people", "Completed"),
            sum(standing.completion.complete for standing in standings),
        ),
        StageCount(
            pgettext("of people", "Claimed credit"),
            sum(standing.claim is not None for standing in standings),
        ),
        StageCount(
            _("Have a certificate"), sum(bool(candidate.issued) for candidate in candidates)
        ),
    )


def _session(
    here: CohortContext, unit: UnitRow, standings: Standings, now: datetime
) -> SessionWithAttendance:
    everything = [own for standing in standings.values() for own in standing.ledger.units]
    marks = [own for own in everything if own.position == unit.position]
    words, tone = _marks(unit, marks, now)
    begun = unit.starts_at is not None and not unit.canceled and unit.starts_at <= now
    path = f"/teach/{here.cohort.slug}/sessions/{unit.position}"
    return SessionWithAttendance(
        label=here.label(unit.position),
        title=unit.title,
        when=_when(unit, here.cohort.zone),
        marks=words,
        tone=tone,
        attendance=f"{path}/attendance" if begun else None,
    )


def _when(unit: UnitRow, zone: str) -> Text:
    if unit.starts_at is None:
        return _("No session")
    hours = time_range(unit.starts_at, unit.minutes, zone)
    return _("{starts:day}, {hours}", starts=local(unit.starts_at, zone), hours=hours)


def _marks(unit: UnitRow, marks: Sequence[UnitLedger], now: datetime) -> Badge:
    """How far the attendance of a session is recorded, with its tone."""
    if unit.starts_at is None:
        return Badge("–", "neutral")
    if unit.canceled:
        return Badge(pgettext("of a session", "Canceled"), "neutral")
    recorded = sum(mark.status is not AttendanceStatus.NOT_RECORDED for mark in marks)
    waiting = sum(mark.is_unmarked(now) for mark in marks)
    if not waiting and not recorded:
        return Badge(pgettext("of a session", "To come"), "neutral")
    tone = "warm" if waiting else "good"
    words = _("{part} of {whole} recorded", part=recorded, whole=recorded + waiting)
    return Badge(words, tone)
