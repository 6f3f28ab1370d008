"""Moving a session: where to, and what follows on everybody's clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.changes.rules import (
    Neighbor,
    Planned,
    WallTime,
    moved_opening,
    to_look_at,
    why_not_move,
)
from app.cohorts.holidays.rules import breaks_on, federal_holidays
from app.cohorts.rehearsal.rules import (
    ElsewhereLed,
    PlannedSession,
    clock_changes,
    collisions,
    in_order,
    little_time,
)
from app.language import Text, _
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.people.institutions.rules import SiteBreak
from app.site.manage.cohorts.schedule.checks import (
    CheckPage,
    Frame,
    Reached,
    clock_lines,
    eyebrow_of,
    frame_of,
    told,
)
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.web.forms import FormState


@dataclass(frozen=True)
class MovePage:
    """Where a session is to go."""

    frame: Frame
    eyebrow: Text
    action: str
    zone: Text
    now: Text
    why_not: Reason | None
    form: FormState


def move_page(schedule: Schedule, unit: ScheduledUnit, form: FormState, now: datetime) -> MovePage:
    """The time as it is, or as it was typed."""
    assert unit.starts_at is not None
    wall, zone = unit.wall_time, schedule.here.cohort.zone
    stored = {name: str(value) for name, value in wall.facts.items()}
    return MovePage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        action=f"{schedule.path}/{unit.position}/move",
        zone=zone_name(zone),
        now=_("It is planned for {starts}.", starts=schedule.told(unit.starts_at)),
        why_not=schedule.why_not_change or why_not_move(unit.planned, now),
        form=FormState(stored | dict(form.values), form.errors),
    )


def check_page(
    schedule: Schedule,
    unit: ScheduledUnit,
    wish: WallTime,
    by_rule: datetime,
    reached: Reached,
    elsewhere: Sequence[ElsewhereLed],
    breaks: Sequence[SiteBreak],
    form: FormState,
    now: datetime,
) -> CheckPage:
    """What follows. `by_rule`: when the program's rule would open the unit.

    Nobody's standing changes: the session is to come before and after.
    """
    assert unit.starts_at is not None
    zone, action = schedule.here.cohort.zone, f"{schedule.path}/{unit.position}/move"
    starts = wish.starts(zone)
    planned = Planned(starts, wish.minutes, canceled=False)
    opens = moved_opening(unit.opens_at, by_rule, now)
    to_open = opens if unit.has_text and unit.opens_at > now else None
    asked = {name: str(value) for name, value in wish.facts.items()}
    return CheckPage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        title=_("Move the session to {starts:day}?", starts=local(starts, zone)),
        lead=_(
            "From {before} to {after}.",
            before=schedule.told(unit.starts_at),
            after=schedule.told(starts),
        ),
        follows=_follows(schedule, unit, reached, opens, now),
        to_look_at=[
            *(little_time(to_open, starts) if to_open else ()),
            *_to_look_at(schedule, unit, planned, reached, elsewhere, breaks),
        ],
        standings=(),
        clocks=clock_lines(zone, reached.zones, unit.starts_at, starts, to_open),
        button=_("Move the session of {unit}", unit=schedule.here.label(unit.position)),
        action=action,
        hidden=asked | {"seen": unit.sequence},
        another=f"{action}?{'&'.join(f'{name}={value}' for name, value in asked.items())}&edit=yes",
        why_not=schedule.why_not_change or why_not_move(unit.planned, now),
        form=form,
    )


def _follows(
    schedule: Schedule, unit: ScheduledUnit, reached: Reached, opens: datetime, now: datetime
) -> list[Text]:
    return [
        *told(schedule, unit, reached),
        *_opening_words(schedule, unit, opens, now),
        _("What anybody did in its unit stays. You can move it back."),
    ]


def _opening_words(
    schedule: Schedule, unit: ScheduledUnit, opens: datetime, now: datetime
) -> list[Text]:
    if not unit.has_text:
        return []
    label = schedule.here.label(unit.position)
    if unit.opens_at <= now:
        return [_("{unit} is open and stays open.", unit=label)]
    if opens <= now:
        return [_("{unit} opens at once: by its rule it would be open by now.", unit=label)]
    if opens == unit.opens_at:
        return [_("{unit} opens as before, {opens}.", unit=label, opens=schedule.told(opens))]
    instead = _(
        "{unit} opens {opens} instead of {before}.",
        unit=label,
        opens=schedule.told(opens),
        before=schedule.told(unit.opens_at),
    )
    return [instead]


def _to_look_at(
    schedule: Schedule,
    unit: ScheduledUnit,
    wish: Planned,
    reached: Reached,
    elsewhere: Sequence[ElsewhereLed],
    breaks: Sequence[SiteBreak],
) -> Iterator[Text]:
    zone, before = schedule.here.cohort.zone, unit.planned
    zones = in_order([row.zone for row in reached.zones], zone, wish.starts_at)
    yield from look_at(schedule, unit.position, wish, breaks)
    earlier, later = sorted((before.starts_at, wish.starts_at))
    yield from clock_changes(zones, earlier, later)
    leaders = frozenset(str(part.person.id) for part in schedule.parts_of(unit))
    planned = PlannedSession(unit.position, wish.starts_at, wish.minutes, unit.opens_at, leaders)
    yield from collisions(planned, elsewhere)


def look_at(
    schedule: Schedule, position: int, wish: Planned, breaks: Sequence[SiteBreak]
) -> Iterator[Text]:
    """Holidays and breaks on the day of a session, and other sessions that are in its way."""
    zone = schedule.here.cohort.zone
    day = local(wish.starts_at, zone).date()
    for holiday in (*federal_holidays(day, day), *breaks_on([day], breaks)):
        yield _("{day:day} is {holiday}.", day=day, holiday=holiday.name)
    others = [
        Neighbor(
            other.position, schedule.here.label(other.position), other.starts_at, other.minutes
        )
        for other in schedule.units
        if other.starts_at is not None and not other.canceled and other.position != position
    ]
    yield from to_look_at(position, wish, others)
