"""Parts of pages that show a cohort's units and session times, for whoever composes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.gates.rules import HELD, READ_FIRST
from app.cohorts.holidays.rules import holiday_of
from app.cohorts.queries import UnitRow
from app.cohorts.rules import current_position, has_ended, joins_from
from app.cohorts.schedule.rules import is_behind_learner
from app.language import Text, _, pgettext
from app.language.moments import (
    in_cohort_zone,
    leading_zone,
    local,
    on_both_clocks,
    time_range,
    zone_name,
)
from app.language.styles import short_month
from app.web.parts import Link


@dataclass(frozen=True)
class UnitStep:
    """One unit in the row of units."""

    label: str
    short: str
    status: str
    """`done`, `current`, `open` or `locked`."""
    href: str | None
    note: Text | None


@dataclass(frozen=True)
class SessionTile:
    """When a session is, in the reader's zone and, where it differs, in the cohort's."""

    month: str
    day: int
    iso: str
    when: Text
    """The weekday and the times, beside the month and the day."""
    whole: Text
    """The day and the times."""
    zone: str
    in_cohort_zone: Text | None
    holiday: Text | None
    """The holiday on which it is."""
    canceled: bool
    ended: bool
    case_title: str | None = None
    path: str = ""
    """The learner's page of it."""
    link: str = ""
    """How to join it; empty as long as nobody is there, and when it is over."""
    joins: Text | None = None
    """From when on the link is shown, as long as it is not."""
    not_held: bool = False
    """It is called off since it was to take place and did not."""
    read_first: Link | None = None
    """What its reader has yet to read, so that they are led to it."""

    @property
    def called_off(self) -> Text | None:
        """That it does not count, in a word."""
        if self.not_held:
            return pgettext("of a session", "Not held")
        return pgettext("of a session", "Canceled") if self.canceled else None


def steps(
    here: CohortContext,
    units: Sequence[UnitRow],
    attested: Collection[int],
    now: datetime,
    *,
    reader_zone: str,
    here_at: int | None = None,
) -> list[UnitStep]:
    """The row of units. `here_at`: the unit whose page this is, else the one that opened last."""
    current = here_at or current_position(
        [(u.position, u.opens_at) for u in units if u.why_shut is None], now
    )
    return [
        _step(here, unit, _status(unit, attested, current, now), reader_zone, now) for unit in units
    ]


def _status(unit: UnitRow, attested: Collection[int], current: int | None, now: datetime) -> str:
    if is_behind_learner(unit, attested, now):
        return "done"
    if not unit.is_open(now):
        return "locked"
    return "current" if unit.position == current else "open"


def _step(
    here: CohortContext, unit: UnitRow, status: str, reader_zone: str, now: datetime
) -> UnitStep:
    note = opens_on(here, unit, reader_zone, now)
    reads = unit.waits_for_reader(now)
    return UnitStep(
        label=str(unit.position),
        short=unit.short_title,
        status=status,
        href=None if note and not reads else f"{here.path}/units/{unit.position}",
        note=note,
    )


def opens_on(here: CohortContext, unit: UnitRow, reader_zone: str, now: datetime) -> Text | None:
    """`opens Mon, Nov 30`, of a unit that has not opened."""
    if unit.is_open(now):
        return None
    if unit.waits_for_reader(now):
        return pgettext("of a unit", "once the disclosures are read")
    if unit.waits_for_others(now):
        return pgettext("of a unit", "waits for disclosures")
    zone = leading_zone(unit.opens_at, here.cohort.zone, reader_zone)
    return pgettext("of a unit", "opens {day:day}", day=local(unit.opens_at, zone))


def unit_opens(here: CohortContext, unit: UnitRow, reader_zone: str, now: datetime) -> Text:
    """`Week 6 opens …`, on both clocks; or for what it waits."""
    label = here.label(unit.position)
    opens = on_both_clocks(unit.opens_at, here.cohort.zone, reader_zone)
    if unit.waits_for_reader(now):
        return _("{unit} opens once you have read the disclosures.", unit=label)
    if unit.waits_for_others(now):
        return _(
            "{unit} opens once everybody who controls its content has disclosed their financial "
            "relationships, and that was reviewed. Nothing is expected of you until then.",
            unit=label,
        )
    if unit.why_shut == HELD:
        return _(
            "{unit} opens {opens}, once its disclosures are reviewed.", unit=label, opens=opens
        )
    return _("{unit} opens {opens}.", unit=label, opens=opens)


def read_first(here: CohortContext, unit: UnitRow, now: datetime) -> Link | None:
    """Where a reader reads the disclosures for which only they are waited."""
    if not unit.waits_for_reader(now):
        return None
    return Link(_("Read the disclosures"), f"{here.path}/disclosures?unit={unit.position}")


def session_tile(
    here: CohortContext, unit: UnitRow, reader_zone: str, now: datetime
) -> SessionTile | None:
    """A unit's session. Its case is named only once the unit is open."""
    if unit.starts_at is None:
        return None
    found = tile(
        unit.starts_at,
        unit.minutes,
        here.cohort.zone,
        reader_zone,
        now,
        canceled=unit.canceled,
        not_held=unit.not_held,
        case_title=unit.case_title
        if unit.is_case_open(now) and not here.cohort.is_series
        else None,
        path=f"{here.path}/sessions/{unit.position}",
    )
    can_join = bool(unit.link) and not found.canceled and not found.ended
    return _with_link(found, here, unit, reader_zone, now) if can_join else found


def _with_link(
    found: SessionTile, here: CohortContext, unit: UnitRow, reader_zone: str, now: datetime
) -> SessionTile:
    """With how to join, or from when on one can."""
    assert unit.starts_at is not None
    joins = joins_from(unit.starts_at)
    if unit.why_not_join is not None:
        first = disclosures_link(here, unit) if unit.why_not_join == READ_FIRST else None
        return replace(found, joins=unit.why_not_join, read_first=first)
    if now >= joins:
        return replace(found, link=unit.link)
    opens = on_both_clocks(joins, here.cohort.zone, reader_zone)
    return replace(found, joins=_("You can join here from {opens}.", opens=opens))


def disclosures_link(here: CohortContext, unit: UnitRow) -> Link:
    """To what is read before a session, and from there back to it."""
    read = f"{here.path}/disclosures?session={unit.position}"
    return Link(_("Read the disclosures first"), read)


def tile(
    starts_at: datetime,
    minutes: int,
    zone: str,
    reader_zone: str,
    now: datetime,
    *,
    canceled: bool = False,
    not_held: bool = False,
    case_title: str | None = None,
    path: str = "",
) -> SessionTile:
    """A session's tile, for somebody who may know all of it."""
    shown = leading_zone(starts_at, zone, reader_zone)
    starts, times = local(starts_at, shown), time_range(starts_at, minutes, shown)
    return SessionTile(
        month=short_month(starts),
        day=starts.day,
        iso=starts_at.isoformat(),
        when=_("{day:short_weekday} {times}", day=starts, times=times),
        whole=_("{day:day}, {times}", day=starts, times=times),
        zone=zone_name(shown),
        in_cohort_zone=in_cohort_zone(starts_at, zone, reader_zone),
        holiday=holiday_of(starts_at, zone),
        canceled=canceled,
        not_held=not_held,
        ended=has_ended(starts_at, minutes, now),
        case_title=case_title,
        path=path,
    )
