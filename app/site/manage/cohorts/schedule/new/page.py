"""Adding a session at the end: about what and when, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.changes.rules import Planned, WallTime
from app.credit.stages.changes.rules import Turned
from app.language import Text, _
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.people.institutions.rules import SiteBreak
from app.site.manage.cohorts.schedule.checks import (
    CheckPage,
    Frame,
    Reached,
    clock_lines,
    frame_of,
    standings_of,
    told,
)
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.site.manage.cohorts.schedule.move.page import look_at
from app.web.forms import FormState


@dataclass(frozen=True)
class AddPage:
    """What a new session is about, and when it is."""

    frame: Frame
    label: str
    action: str
    zone: Text
    why_not: Reason | None
    form: FormState


def next_position(schedule: Schedule) -> int:
    """Where a new session goes."""
    return max((unit.position for unit in schedule.units), default=0) + 1


def add_page(schedule: Schedule, form: FormState) -> AddPage:
    """An empty form, with the hour and length of the sessions before."""
    held = [unit for unit in schedule.units if unit.session_id]
    usual = {}
    if held:
        facts = held[-1].wall_time.facts
        usual = {name: str(facts[name]) for name in ("at", "minutes")}
    return AddPage(
        frame=frame_of(schedule),
        label=schedule.here.label(next_position(schedule)),
        action=f"{schedule.path}/new",
        zone=zone_name(schedule.here.cohort.zone),
        why_not=schedule.why_not_change,
        form=FormState(usual | dict(form.values), form.errors),
    )


def check_page(
    schedule: Schedule,
    title: str,
    wish: WallTime,
    reached: Reached,
    turned: Sequence[Turned],
    breaks: Sequence[SiteBreak],
    form: FormState,
) -> CheckPage:
    """What follows from one session more. `turned`: whose standing changes by it."""
    zone, policy = schedule.here.cohort.zone, schedule.here.policy
    starts, position = wish.starts(zone), next_position(schedule)
    label = schedule.here.label(position)
    planned = Planned(starts, wish.minutes, canceled=False)
    return CheckPage(
        frame=frame_of(schedule),
        eyebrow=_("{unit}: {title}", unit=label, title=title),
        title=_("Add a session on {starts:day}?", starts=local(starts, zone)),
        lead=_("It would be {starts}.", starts=schedule.told(starts)),
        follows=[
            *told(schedule, None, reached),
            _("{unit} is added at the end, with a session and no texts.", unit=label),
            _(
                "The policy still asks for {needed} sessions to count. This one counts like every "
                "other, so it can take the place of one that was missed or canceled.",
                needed=policy.sessions_required,
            ),
            _("It earns credit as sessions do, up to the maximum that was approved."),
            _("It cannot be removed again; it can be canceled until it begins."),
        ],
        to_look_at=list(look_at(schedule, position, planned, breaks)),
        standings=standings_of(schedule, turned),
        clocks=clock_lines(zone, reached.zones, None, starts),
        button=_("Add {unit}", unit=label),
        action=f"{schedule.path}/new",
        hidden={"title": title, **wish.facts, "seen": position - 1},
        why_not=schedule.why_not_change,
        form=form,
    )
