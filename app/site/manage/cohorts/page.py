"""One cohort of a coordinator's programs: its sessions, and how its people stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.overview.queries import CohortInNumbers
from app.cohorts.context import CohortContext
from app.cohorts.enums import WayIn
from app.cohorts.holidays.rules import holiday_of
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import Text, _, ngettext, pgettext
from app.language.moments import (
    dates,
    in_reader_zone,
    local,
    long_on_both_clocks,
    time_range,
    zone_name,
)
from app.language.reasons import Reason
from app.site.parts.counts import people_ready, ready_to_issue, to_issue
from app.site.parts.zones import usual_name
from app.web.parts import Badge, Fact


@dataclass(frozen=True)
class SessionWithAttendance:
    """One unit with its session and how far its attendance is recorded."""

    label: str
    title: str
    when: Text
    own_time: Text | None
    """On the reader's clock, where it shows something else."""
    holiday: Text | None
    marks: Text
    """`46 of 50 recorded`, or why there is nothing to record."""
    tone: str
    room: str | None
    """Where it is prepared and led; None where there is none, and in a draft."""
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
    issue: Text | None
    """What can be issued now, and to how many people; None: nothing."""
    issue_again: Text | None
    """That some of them have a certificate, and so are counted with those, too."""
    join: str
    """Where the public reads of it."""
    roster: str
    """Where its facilitators see who is in it."""
    is_draft: bool
    go_on: str | None
    """Where a draft is set up further."""
    is_series: bool
    by_application: bool
    """Whether people apply."""
    archived: Reason | None
    can_archive: bool
    reports: str | None
    """Where reported posts are, if one waits."""
    was_published: bool
    sends_letters: bool
    """Whether there is anybody to whom letters go when it is published."""
    """Whether it was published with the click that led here."""


def path_of(here: CohortContext) -> str:
    """The coordinator's address of a cohort."""
    return f"/manage/cohorts/{here.cohort.slug}"


def cohort_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    numbers: CohortInNumbers,
    seats_taken: int,
    now: datetime,
    *,
    by: UUID,
    reader_zone: str,
    published: bool = False,
    reported: bool = False,
    go_on: str | None = None,
) -> ManagedCohortPage:
    """One cohort, from its schedule and its numbers, and what is ready for `by`.

    `published`: whether whoever looks has just published it. `reported`: whether a report waits.
    `go_on`: the first step of setting up a draft that lacks something.
    """
    starts = [u.starts_at for u in units if u.starts_at is not None and not u.canceled]
    ready = ready_to_issue(numbers.finishing, by=by)
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
            Fact(_("Time zone"), usual_name(zone)),
            Fact(
                _("Seats"),
                _("{part} of {whole} taken or held", part=seats_taken, whole=here.cohort.capacity),
            ),
            Fact(
                pgettext("of a cohort", "Closes"),
                long_on_both_clocks(here.cohort.closes_at, zone, reader_zone),
            ),
        ),
        sessions=[_session(here, unit, numbers, reader_zone, now) for unit in units],
        enrolled=numbers.far.enrolled,
        stages=_stages(numbers, is_series=here.cohort.is_series),
        issue=to_issue(ready) if ready.people else None,
        issue_again=people_ready(ready) if ready.again else None,
        join=f"/join/{here.cohort.slug}",
        roster=f"/teach/{here.cohort.slug}",
        is_draft=here.cohort.is_draft,
        is_series=here.cohort.is_series,
        by_application=here.cohort.way_in is WayIn.APPLICATION,
        archived=why_not_change(here.cohort.archived_at),
        can_archive=here.cohort.archived_at is None and now >= here.cohort.closes_at,
        reports=f"/teach/{here.cohort.slug}/reports" if reported else None,
        was_published=published and not here.cohort.is_draft,
        sends_letters=seats_taken > 0,
        go_on=go_on,
    )


def session_dates(first: datetime | None, last: datetime | None, zone: str) -> Text:
    """From the first session to the last."""
    if first is None or last is None:
        return _("No sessions planned")
    return dates(first, last, zone)


def _stages(numbers: CohortInNumbers, *, is_series: bool) -> tuple[StageCount, ...]:
    """How far people are; in a series, who came at all, since there is nothing to complete."""
    far = numbers.far
    came = (StageCount(_("Came at least once"), far.started),)
    begun = (
        StageCount(pgettext("of people", "Started"), far.started),
        StageCount(pgettext("of people", "Completed"), far.completed),
    )
    return (
        StageCount(pgettext("of people", "Enrolled"), far.enrolled),
        *(came if is_series else begun),
        StageCount(pgettext("of people", "Claimed credit"), numbers.claimed),
        StageCount(_("Have a certificate"), numbers.certified),
    )


def _session(
    here: CohortContext,
    unit: UnitRow,
    numbers: CohortInNumbers,
    reader_zone: str,
    now: datetime,
) -> SessionWithAttendance:
    zone = here.cohort.zone
    words, tone = _came(unit, numbers) if here.cohort.is_series else _marks(unit, numbers)
    begun = unit.starts_at is not None and not unit.canceled and unit.starts_at <= now
    path = f"/teach/{here.cohort.slug}/sessions/{unit.position}"
    return SessionWithAttendance(
        label=here.label(unit.position),
        title=unit.title,
        when=_when(unit, zone),
        own_time=in_reader_zone(unit.starts_at, zone, reader_zone) if unit.starts_at else None,
        holiday=holiday_of(unit.starts_at, zone) if unit.starts_at else None,
        marks=words,
        tone=tone,
        room=path if unit.starts_at and not here.cohort.is_draft else None,
        attendance=f"{path}/attendance" if begun else None,
    )


def _when(unit: UnitRow, zone: str) -> Text:
    if unit.starts_at is None:
        return _("No session")
    hours = time_range(unit.starts_at, unit.minutes, zone)
    return _("{starts:day}, {hours}", starts=local(unit.starts_at, zone), hours=hours)


def _marks(unit: UnitRow, numbers: CohortInNumbers) -> Badge:
    """How far the attendance of a session is recorded, with its tone."""
    if unit.starts_at is None:
        return Badge("–", "neutral")
    if unit.not_held:
        return Badge(pgettext("of a session", "Not held"), "neutral")
    if unit.canceled:
        return Badge(pgettext("of a session", "Canceled"), "neutral")
    recorded = numbers.recorded.get(unit.position, 0)
    waiting = numbers.waiting.get(unit.position, 0)
    if not waiting and not recorded:
        return Badge(pgettext("of a session", "To come"), "neutral")
    tone = "warm" if waiting else "good"
    words = _("{part} of {whole} recorded", part=recorded, whole=recorded + waiting)
    return Badge(words, tone)


def _came(unit: UnitRow, numbers: CohortInNumbers) -> Badge:
    """How many came to a session of a series."""
    count = numbers.recorded.get(unit.position, 0)
    if unit.canceled or not count:
        return _marks(unit, numbers)
    return Badge(ngettext("{count} came", "{count} came", count=count), "good")
