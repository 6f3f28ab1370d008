"""Step 4: every session on every clock, what learners will read, and what publishing does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from app.cohorts.drafts.queries import PartRow, ShareRow
from app.cohorts.drafts.rules import PlannedUnit
from app.cohorts.enums import WayIn
from app.cohorts.holidays.rules import federal_holidays
from app.cohorts.rehearsal.rules import (
    Clock,
    ElsewhereLed,
    PlannedSession,
    RehearsalRow,
    in_order,
    rehearse,
)
from app.credit.completion.promise import example, promise
from app.credit.enums import ComponentKind
from app.credit.phrase import credits_fact, credits_text, phrase_html
from app.credit.rules import ApprovedActivity
from app.language import Text, _, ngettext
from app.language.moments import local, zone_name, zone_place
from app.language.reasons import Reason
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.web.parts import Link


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
    """The day that can be left out, where it is a holiday."""


@dataclass(frozen=True)
class CreditShown:
    """What the cohort gives."""

    most: Markup | None
    provider: str
    parts: Sequence[Text]


@dataclass(frozen=True)
class RehearsalPage:
    """The whole cohort before it is published."""

    frame: Frame
    zone: str
    columns: Sequence[ZoneColumn]
    sessions: Sequence[SessionLine]
    to_look_at: Sequence[Link]
    promise: Sequence[Reason]
    example: Sequence[Reason]
    credit: CreditShown
    effects: Sequence[Text]
    missing: Sequence[Reason]
    refused: bool
    """Whether publishing was asked for just now, and something was missing."""


@dataclass(frozen=True)
class Around:
    """What else a rehearsal knows: institutions, other sessions, credit, and what is missing."""

    shares: Sequence[ShareRow]
    elsewhere: Sequence[ElsewhereLed]
    approved: ApprovedActivity | None
    facilitators: int
    missing: Sequence[Reason]


def participating(shares: Sequence[ShareRow]) -> list[ShareRow]:
    """The institutions with people or seats in a cohort; as long as there are none, all."""
    own = [row for row in shares if row.people or row.seats]
    return own or list(shares)


def rehearsal_page(
    draft: Draft, around: Around, now: datetime, *, refused: bool = False
) -> RehearsalPage:
    """The rehearsal of a draft, from its units, its leaders and what is around it."""
    here, cohort = draft.here, draft.here.cohort
    sites = participating(around.shares)
    first = min((unit.starts_at for unit in draft.sessions if unit.starts_at), default=now)
    zones = in_order([row.zone for row in sites], cohort.zone, first)
    rows = _rows(draft, zones, around.elsewhere)
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
        promise=promise(here.policy, modules, count, closes),
        example=example(here.policy, cohort.unit_label, modules, count),
        credit=_credit(around.approved),
        effects=_effects(draft, around.facilitators),
        missing=around.missing,
        refused=refused,
    )


def _rows(
    draft: Draft, zones: Sequence[str], elsewhere: Sequence[ElsewhereLed]
) -> Sequence[RehearsalRow]:
    zone = draft.here.cohort.zone
    led: dict[UUID | None, set[str]] = {}
    for row in draft.parts:
        led.setdefault(row.session_id, set()).add(str(row.person.id))
    planned = [
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
    days = [local(session.starts_at, zone).date() for session in planned]
    holidays = federal_holidays(days[0], days[-1]) if days else []
    return rehearse(planned, zone, zones, holidays=holidays, elsewhere=elsewhere)


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


def _credit(approved: ApprovedActivity | None) -> CreditShown:
    if approved is None:
        return CreditShown(None, "", ())
    quarters = approved.activity.designated_quarters
    most = Markup("{} {}").format(credits_text(quarters), phrase_html(quarters))
    parts = [
        _component(part.kind, part.minutes_each, part.max_quarters) for part in approved.components
    ]
    return CreditShown(most, approved.activity.provider, parts)


def _component(kind: ComponentKind, each: int, most: int) -> Text:
    if kind is ComponentKind.MODULE:
        return _(
            "Modules: {each:minutes} each, up to {most} in all", each=each, most=credits_fact(most)
        )
    return _(
        "Sessions: {each:minutes} each, up to {most} in all", each=each, most=credits_fact(most)
    )


def _effects(draft: Draft, facilitators: int) -> list[Text]:
    """What publishing does, each in a sentence."""
    people = len({row.person.id for row in draft.parts})
    return [
        _way_in(draft),
        ngettext(
            "{count} person who leads a session finds it under Teach.",
            "{count} people who lead sessions find them under Teach.",
            count=people,
        )
        if people
        else ngettext(
            "{count} facilitator sees the cohort under Teach.",
            "{count} facilitators see the cohort under Teach.",
            count=facilitators,
        ),
        _("Texts stay as the program has them at that moment."),
        _("Publishing itself sends no mail."),
    ]


def _way_in(draft: Draft) -> Text:
    cohort, zone = draft.here.cohort, draft.here.cohort.zone
    until = local(cohort.enrollment_closes_at or cohort.closes_at, zone)
    opens = local(cohort.enrollment_opens_at, zone)
    if cohort.way_in is WayIn.INVITATION:
        return ngettext(
            "{count} seat is for whom you invite.",
            "{count} seats are for those whom you invite.",
            count=cohort.capacity,
        )
    return ngettext(
        "{count} seat can be asked for from {opens:moment} until {until:moment}.",
        "{count} seats can be asked for from {opens:moment} until {until:moment}.",
        count=cohort.capacity,
        opens=opens,
        until=until,
    )
