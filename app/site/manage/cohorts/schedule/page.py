"""The schedule of a published cohort: every unit, and the doors to its changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from app.cohorts.changes.queries import ScheduledUnit, TimeChange
from app.cohorts.changes.rules import (
    ADDED,
    CANCELED,
    HELD,
    MOVED,
    NOT_HELD,
    RESTORED,
    why_not_call_held,
    why_not_call_not_held,
    why_not_cancel,
    why_not_lead,
    why_not_move,
    why_not_restore,
)
from app.cohorts.drafts.queries import PartRow
from app.cohorts.holidays.rules import holiday_of
from app.cohorts.rules import has_ended, to_utc
from app.credit.eligibility.rules import ApprovedActivity
from app.language import Text, _, pgettext
from app.language.moments import (
    in_reader_zone,
    local,
    long_on_both_clocks,
    time_range,
    zone_name,
)
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.site.parts.people import person_path
from app.web.parts import Badge, Fact, Link

Changes = Mapping[UUID, TimeChange]
"""The last change of when each session is."""


@dataclass(frozen=True)
class ScheduleLine:
    """One unit with its session, and what can be done with it now."""

    id: str
    label: str
    title: str
    when: Text
    own_time: Text | None
    """On the reader's clock, where it shows something else."""
    holiday: Text | None
    state: Badge | None
    why: Text | None
    """What became of the session, and the reason that was given."""
    opens: Text
    own_opening: Text | None
    lead: Sequence[Link]
    helpers: Sequence[Link]
    """Of both, each with that person's page."""
    nobody: Text | None
    """What is said where nobody leads."""
    link: str | None
    """How people join; None where no session takes place."""
    acts: Sequence[Link]
    done: Text | None = None
    """What was done just now with its session."""
    undo: Link | None = None


@dataclass(frozen=True)
class SchedulePage:
    """All units with what became of their sessions, and deadlines."""

    cohort: str
    eyebrow: str
    cohort_path: str
    path: str
    zone: Text
    opens_units: bool
    """Whether its units open by and by: what a series has is there from the start."""
    why_not: Reason | None
    done: Text | None
    """What was done just now with none of the sessions."""
    lines: Sequence[ScheduleLine]
    deadlines: Sequence[Fact]


def schedule_page(
    schedule: Schedule,
    changes: Changes,
    approved: ApprovedActivity | None,
    now: datetime,
    *,
    reader_zone: str,
    done: Text | None = None,
    at: int | None = None,
) -> SchedulePage:
    """The schedule. `done`: what was done just now, `at`: with the session of which unit."""
    here = schedule.here
    lines = [_line(schedule, unit, changes, reader_zone, now) for unit in schedule.units]
    positions = [unit.position for unit in schedule.units]
    if done and at in positions:
        number, undo = positions.index(at), _undo(schedule, changes, at, now)
        lines[number] = replace(lines[number], done=done, undo=undo)
    return SchedulePage(
        cohort=here.cohort.title,
        eyebrow=here.program.title,
        cohort_path=path_of(here),
        path=schedule.path,
        zone=zone_name(here.cohort.zone),
        opens_units=not here.cohort.is_series,
        why_not=schedule.why_not_change,
        done=None if at in positions else done,
        lines=lines,
        deadlines=_deadlines(schedule, approved, reader_zone),
    )


def _deadlines(
    schedule: Schedule, approved: ApprovedActivity | None, reader_zone: str
) -> list[Fact]:
    cohort = schedule.here.cohort
    deadlines = [
        (_("People can enroll until"), cohort.enrollment_closes_at or cohort.closes_at),
        (_("Work can be done until"), cohort.closes_at),
    ]
    if approved is not None:
        deadlines.append((_("Credit can be claimed until"), approved.activity.claims_close_at))
    return [
        Fact(name, long_on_both_clocks(moment, cohort.zone, reader_zone))
        for name, moment in deadlines
    ]


def _line(
    schedule: Schedule,
    unit: ScheduledUnit,
    changes: Changes,
    reader_zone: str,
    now: datetime,
) -> ScheduleLine:
    zone = schedule.here.cohort.zone
    parts = schedule.parts_of(unit) if unit.session_id else []
    lead = [
        Link(part.person.display_name, person_path(part.person.id))
        for part in parts
        if part.part == "lead"
    ]
    change = changes.get(unit.session_id) if unit.session_id else None
    return ScheduleLine(
        id=f"unit-{unit.position}",
        label=schedule.here.label(unit.position),
        title=unit.title,
        when=session_time(unit, zone),
        own_time=in_reader_zone(unit.starts_at, zone, reader_zone) if unit.starts_at else None,
        holiday=holiday_of(unit.starts_at, zone) if unit.starts_at else None,
        state=_state(unit, change),
        why=_why(change, zone),
        opens=_opens(unit, zone, now),
        own_opening=_own_opening(unit, zone, reader_zone, now),
        lead=lead,
        nobody=None if lead else _nobody(unit, now),
        helpers=[
            Link(helper_words(part), person_path(part.person.id))
            for part in parts
            if part.part != "lead"
        ],
        link=unit.link if unit.session_id and not unit.canceled else None,
        acts=[] if schedule.why_not_change else _acts(schedule, unit, now),
    )


def _nobody(unit: ScheduledUnit, now: datetime) -> Text:
    """That nobody leads a session by name: yet, or at all, where there is none or it is over."""
    if unit.session_id is None or unit.canceled:
        return "–"
    over = has_ended(unit.planned.starts_at, unit.minutes, now)
    return _("Nobody was named") if over else _("Nobody yet")


def session_time(unit: ScheduledUnit, zone: str) -> Text:
    """`Thu, Nov 19, 12:00 – 1:00 PM`."""
    if unit.starts_at is None:
        return _("No session")
    hours = time_range(unit.starts_at, unit.minutes, zone)
    return _("{starts:day}, {hours}", starts=local(unit.starts_at, zone), hours=hours)


def _state(unit: ScheduledUnit, change: TimeChange | None) -> Badge | None:
    if unit.not_held:
        return Badge(pgettext("of a session", "Not held"), "warm")
    if unit.canceled:
        return Badge(pgettext("of a session", "Canceled"), "warm")
    badges = {
        MOVED: Badge(pgettext("of a session", "Moved"), "accent"),
        ADDED: Badge(pgettext("of a session", "Added"), "accent"),
    }
    return badges.get(change.act) if change else None


def _why(change: TimeChange | None, zone: str) -> Text | None:
    if change is None:
        return None
    if change.act == RESTORED:
        return _("It was canceled, and takes place after all: {why}", why=change.reason)
    if change.act == HELD:
        return _("It counted as not held, and counts again: {why}", why=change.reason)
    if change.act != MOVED:
        return change.reason
    facts = change.facts["before"]
    day, at = date.fromisoformat(facts["day"]), time.fromisoformat(facts["at"])
    before = local(to_utc(day, at, zone), zone)
    return _("From {before:day}, {before:time}: {why}", before=before, why=change.reason)


def _opens(unit: ScheduledUnit, zone: str, now: datetime) -> Text:
    if not unit.has_text:
        return _("Nothing to open")
    if unit.opens_at <= now:
        return _("Open since {opens:day}", opens=local(unit.opens_at, zone))
    return _("{opens:day}, {opens:time}", opens=local(unit.opens_at, zone))


def _own_opening(unit: ScheduledUnit, zone: str, reader_zone: str, now: datetime) -> Text | None:
    if not unit.has_text or unit.opens_at <= now:
        return None
    return in_reader_zone(unit.opens_at, zone, reader_zone)


def helper_words(part: PartRow) -> Text:
    """Who helps with a session, and from where a guest comes."""
    name, institution = part.person.display_name, part.institution
    if part.part == "guest":
        return _("with {name}, guest from {institution}", name=name, institution=institution)
    return _("with {name}", name=name)


def _acts(schedule: Schedule, unit: ScheduledUnit, now: datetime) -> list[Link]:
    if unit.session_id is None:
        return []
    planned, path = unit.planned, f"{schedule.path}/{unit.position}"
    offered = (
        (why_not_move(planned, now), Link(_("Move"), f"{path}/move")),
        (
            why_not_cancel(planned, now),
            Link(_("Cancel the session"), f"{path}/cancellation"),
        ),
        (
            why_not_restore(planned, now),
            Link(_("Take the cancellation back"), f"{path}/restoration"),
        ),
        (why_not_call_not_held(planned, now), Link(_("It was not held"), f"{path}/holding")),
        (why_not_call_held(planned), Link(_("It was held after all"), f"{path}/holding")),
        (why_not_lead(planned, now), Link(pgettext("of a session", "Link"), f"{path}/link")),
        (why_not_lead(planned, now), Link(_("Who leads"), f"{path}/leaders")),
    )
    return [link for why_not, link in offered if why_not is None]


def _undo(schedule: Schedule, changes: Changes, at: int | None, now: datetime) -> Link | None:
    """The way back from what was done just now with a session."""
    unit = next((unit for unit in schedule.units if unit.position == at), None)
    if unit is None or unit.session_id is None or schedule.why_not_change:
        return None
    last = changes.get(unit.session_id)
    path = f"{schedule.path}/{unit.position}"
    if last is not None and last.act == MOVED and why_not_move(unit.planned, now) is None:
        before = last.facts["before"]
        asked = "&".join(f"{name}={before[name]}" for name in ("day", "at", "minutes"))
        return Link(_("Move it back"), f"{path}/move?{asked}")
    if last is not None and last.act == NOT_HELD and unit.not_held:
        return Link(_("It was held after all"), f"{path}/holding")
    if last is not None and last.act == CANCELED and why_not_restore(unit.planned, now) is None:
        return Link(_("Take the cancellation back"), f"{path}/restoration")
    return None
