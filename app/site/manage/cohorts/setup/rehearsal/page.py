"""Step 4: every session on every clock, what learners will read, and what publishing does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.cohorts.drafts.calendar.rules import PlannedUnit
from app.cohorts.drafts.queries import PartRow, ShareRow
from app.cohorts.holidays.rules import breaks_on, federal_holidays
from app.cohorts.joining.publication.queries import ToTell
from app.cohorts.rehearsal.rules import (
    Clock,
    ElsewhereLed,
    PlannedSession,
    RehearsalRow,
    in_order,
    rehearse,
)
from app.cohorts.seats.rules import participating
from app.credit.completion.promise import example, promise
from app.credit.eligibility.rules import ApprovedActivity
from app.language import Text, _, ngettext
from app.language.moments import local, zone_name, zone_place
from app.language.reasons import Reason
from app.people.institutions.rules import SiteBreak
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.manage.cohorts.setup.rehearsal.credit import CreditShown, credit_shown
from app.site.manage.cohorts.setup.rehearsal.effects import effects_of
from app.site.manage.cohorts.setup.rehearsal.missing import missing_links
from app.web.parts import Link

DAY = timedelta(days=1)
"""Less than that, and nobody can do a module before its session."""


@dataclass(frozen=True)
class ZoneColumn:
    """The clocks of one zone, and how many institutions go by them."""

    place: Text
    sites: Text


@dataclass(frozen=True)
class ClockCell:
    """A moment on the clocks of one zone; `moved`: at another hour than the session before."""

    place: Text
    time: Text
    moved: bool


@dataclass(frozen=True)
class SessionLine:
    """One session with all its clocks, and what needs a look."""

    id: str
    label: str
    title: str
    day: Text
    opens: Text
    starts: Sequence[ClockCell]
    openings: Sequence[ClockCell]
    lead: Sequence[Text]
    helpers: Sequence[Text]
    notes: Sequence[Text]
    skip: str | None
    """The day that can be left out, where it is a holiday or in a break."""


@dataclass(frozen=True)
class RehearsalPage:
    """The whole cohort before it is published."""

    frame: Frame
    zone: str
    columns: Sequence[ZoneColumn]
    sessions: Sequence[SessionLine]
    to_look_at: Sequence[Link]
    disclosures: Link | None
    """How many people are not cleared, for whom units and sessions wait."""
    opens_late: Text | None
    """That modules open too shortly before their sessions."""
    opens_at_once: Text | None
    """That units would have opened by now, if it were no draft."""
    promise: Sequence[Reason]
    example: Sequence[Reason]
    credit: CreditShown
    effects: Sequence[Text]
    missing: Sequence[Link]
    """What is missing, and the step that mends it."""
    can_do_without: bool
    """Whether only credit is missing, so that it can be published without."""
    refused: bool
    """Whether publishing was asked for just now, and something was missing."""


@dataclass(frozen=True)
class Around:
    """What else a rehearsal knows: institutions, other sessions, credit, and what is missing."""

    shares: Sequence[ShareRow]
    breaks: Sequence[SiteBreak]
    """Of the institutions that take part."""
    elsewhere: Sequence[ElsewhereLed]
    approved: ApprovedActivity | None
    gives_credit: bool
    """Whether credit is entered, or asked for."""
    facilitators: int
    to_tell: ToTell
    """Who hears of it with the publication."""
    missing: Sequence[Reason]
    missing_besides_credit: Sequence[Reason]
    uncleared: int
    """How many who control content are not cleared, where disclosures are needed."""


def rehearsal_page(
    draft: Draft, around: Around, now: datetime, *, refused: bool = False
) -> RehearsalPage:
    """The rehearsal of a draft, from its units, its leaders and what is around it."""
    here, cohort = draft.here, draft.here.cohort
    sites = participating(around.shares)
    first = min((unit.starts_at for unit in draft.sessions if unit.starts_at), default=now)
    zones = in_order([row.zone for row in sites], cohort.zone, first)
    rows = _rows(draft, zones, around)
    sessions = [_line(draft, unit, row) for unit, row in zip(draft.sessions, rows, strict=True)]
    modules = sum(unit.has_module for unit in draft.units)
    closes = local(cohort.closes_at, cohort.zone)
    count = len(draft.sessions)
    return RehearsalPage(
        frame=frame_of(draft, "rehearsal", now),
        zone=zone_name(cohort.zone),
        columns=[_column(zone, sites) for zone in zones],
        sessions=sessions,
        to_look_at=[Link(line.label, f"#{line.id}") for line in sessions if line.notes],
        disclosures=_disclosures(draft, around.uncleared),
        opens_late=_opens_late(draft.sessions),
        opens_at_once=_opens_at_once(draft.sessions, now),
        promise=promise(here.policy, modules, count, closes),
        example=example(here.policy, cohort.unit_label, modules, count),
        credit=credit_shown(
            around.approved, f"{path_of(here)}/credit" if around.gives_credit else None
        ),
        effects=effects_of(draft, around.facilitators, around.to_tell),
        missing=missing_links(draft, around.missing),
        can_do_without=bool(around.missing) and not around.missing_besides_credit,
        refused=refused,
    )


def _rows(draft: Draft, zones: Sequence[str], around: Around) -> Sequence[RehearsalRow]:
    zone = draft.here.cohort.zone
    planned = _planned(draft)
    days = [local(session.starts_at, zone).date() for session in planned]
    holidays = federal_holidays(days[0], days[-1]) if days else []
    free = [*holidays, *breaks_on(days, around.breaks)]
    return rehearse(planned, zone, zones, holidays=free, elsewhere=around.elsewhere)


def _planned(draft: Draft) -> list[PlannedSession]:
    """The sessions with who leads them."""
    led: dict[UUID | None, set[str]] = {}
    for row in draft.parts:
        led.setdefault(row.session_id, set()).add(str(row.person.id))
    return [
        PlannedSession(
            unit.position,
            unit.starts_at,
            unit.minutes,
            unit.opens_at,
            frozenset(led.get(unit.session_id, ())),
        )
        for unit in draft.sessions
        if unit.starts_at is not None
    ]


def _line(draft: Draft, unit: PlannedUnit, row: RehearsalRow) -> SessionLine:
    own = row.clocks[0]
    parts = [part for part in draft.parts if part.session_id == unit.session_id]
    holiday = [_("{holiday}.", holiday=day.name) for day in row.holidays]
    return SessionLine(
        id=f"session-{unit.position}",
        label=draft.here.label(unit.position),
        title=unit.title,
        day=_("{starts:day}", starts=own.starts),
        opens=_("{opens:day}, {opens:time}", opens=own.opens),
        starts=[_cell(clock, own.starts, clock.starts) for clock in row.clocks],
        openings=[_cell(clock, own.opens, clock.opens) for clock in row.clocks],
        lead=[part.person.display_name for part in parts if part.part == "lead"],
        helpers=[_helper(part) for part in parts if part.part != "lead"],
        notes=[*row.change, *holiday, *row.collisions],
        skip=own.starts.date().isoformat() if row.holidays else None,
    )


def _disclosures(draft: Draft, uncleared: int) -> Link | None:
    if not uncleared:
        return None
    words = ngettext(
        "{count} person who controls content is not cleared. Nothing that waits for them opens.",
        "{count} people who control content are not cleared. Nothing that waits for them opens.",
        count=uncleared,
    )
    return Link(words, f"{path_of(draft.here)}/credit/disclosures")


def _opens_late(sessions: Sequence[PlannedUnit]) -> Text | None:
    """That sessions are on the day on which their module opens, or the next morning."""
    late = [
        unit
        for unit in sessions
        if unit.has_module and unit.starts_at and unit.starts_at - unit.opens_at < DAY
    ]
    if not late:
        return None
    return ngettext(
        "{count} unit opens less than a day before its session. Another weekday gives people "
        "more time for its module.",
        "{count} units open less than a day before their sessions. Another weekday gives people "
        "more time for their modules.",
        count=len(late),
    )


def _opens_at_once(sessions: Sequence[PlannedUnit], now: datetime) -> Text | None:
    late = sum(unit.opens_at < now for unit in sessions)
    if not late:
        return None
    return ngettext(
        "{count} unit would have opened by now. It opens when you publish.",
        "{count} units would have opened by now. They open when you publish.",
        count=late,
    )


def _cell(clock: Clock, own: datetime, moment: datetime) -> ClockCell:
    other_day = moment.date() != own.date()
    words = _("{at:day}, {at:time}", at=moment) if other_day else _("{at:time}", at=moment)
    return ClockCell(zone_place(clock.zone), words, bool(clock.moved))


def _helper(part: PartRow) -> Text:
    name, institution = part.person.display_name, part.institution
    if part.part == "guest":
        return _("with {name}, guest from {institution}", name=name, institution=institution)
    return _("with {name}", name=name)


def _column(zone: str, sites: Sequence[ShareRow]) -> ZoneColumn:
    count = sum(row.zone == zone for row in sites)
    return ZoneColumn(
        zone_place(zone),
        ngettext("{count} institution", "{count} institutions", count=count),
    )
