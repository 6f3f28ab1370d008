"""What a cohort asks of whoever joins it, at a glance: days, time, seats and deadlines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from app.cohorts.admission.rules import takes_people_until
from app.cohorts.enums import WayIn
from app.cohorts.joining.rules import seats_left
from app.language import Text, _, ngettext
from app.language.moments import dates, long_on_both_clocks
from app.site.join.read import CohortToJoin
from app.web.parts import Fact

WEEK = timedelta(weeks=1)


def facts_of(read: CohortToJoin, reader_zone: str, now: datetime) -> list[Fact]:
    """When, how long, how many seats, and until when."""
    cohort = read.here.cohort
    if cohort.is_series:
        return _of_series(read)
    clock = partial(long_on_both_clocks, zone=cohort.zone, reader_zone=reader_zone)
    starts = [u.starts_at for u in read.units if u.starts_at is not None and not u.canceled]
    when = dates(min(starts), max(starts), cohort.zone) if starts else _("No sessions planned")
    facts = [
        Fact(_("Live sessions"), when),
        *_time_needed(read, starts),
        Fact(_("Work can be done until"), clock(cohort.closes_at)),
        Fact(_("Seats"), _seats(read)),
    ]
    if cohort.way_in is WayIn.INVITATION:  # whoever is invited reads until when their seat is held
        return facts
    if now < cohort.enrollment_opens_at:
        facts.append(Fact(_("Enrollment opens"), clock(cohort.enrollment_opens_at)))
    return [*facts, Fact(_("Enrollment closes"), clock(takes_people_until(cohort)))]


def _of_series(read: CohortToJoin) -> list[Fact]:
    """When and for how long; seats are told of only where there is none."""
    held = [u for u in read.units if u.starts_at is not None and not u.canceled]
    starts = [unit.starts_at for unit in held if unit.starts_at is not None]
    zone = read.here.cohort.zone
    when = dates(min(starts), max(starts), zone) if starts else _("No sessions planned")
    facts = [Fact(_("Live sessions"), when)]
    if lengths := {unit.minutes for unit in held}:
        most = max(lengths)
        facts.append(Fact(_("Time"), ngettext("{count} minute", "{count} minutes", count=most)))
    if not seats_left(read.line, read.seats):
        facts.append(Fact(_("Seats"), _seats(read)))
    return facts


def _seats(read: CohortToJoin) -> Text:
    if read.here.cohort.way_in is WayIn.INVITATION:
        return ngettext(
            "{count} seat, by invitation", "{count} seats, by invitation", count=read.seats.capacity
        )
    left = seats_left(read.line, read.seats)
    if not left:
        return ngettext(
            "{count} seat, and it is taken. Anyone who asks now joins the waitlist.",
            "{count} seats, all of them taken. Anyone who asks now joins the waitlist.",
            count=read.seats.capacity,
        )
    return ngettext(
        "{left} of {count} seat is free", "{left} of {count} seats are free",
        count=read.seats.capacity, left=left,
    )  # fmt: skip


def _time_needed(read: CohortToJoin, starts: Sequence[datetime]) -> list[Fact]:
    """By the modules' own numbers and the length of the sessions."""
    lengths = [unit.minutes for unit in read.units if unit.starts_at and not unit.canceled]
    total = sum(read.minutes) + sum(lengths)
    if not total:
        return []
    spread = (max(starts) - min(starts)) // WEEK + 1 if starts else 0
    weekly = len(starts) == spread and len(starts) == len(read.units)
    return [Fact(_("Time"), _hours_needed(total / len(read.units), weekly=weekly))]


def _hours_needed(minutes: float, *, weekly: bool) -> Text:
    """To half an hour. `minutes`: for each unit."""
    hours = Decimal(max(1, round(minutes / 30))) / 2
    hours = hours.quantize(Decimal("1")) if hours == int(hours) else hours
    count = 1 if hours <= 1 else 2
    if weekly:
        return ngettext(
            "About {hours} hour a week, the live session included",
            "About {hours} hours a week, the live session included",
            count=count, hours=hours,
        )  # fmt: skip
    return ngettext(
        "About {hours} hour for each unit, the live session included",
        "About {hours} hours for each unit, the live session included",
        count=count, hours=hours,
    )  # fmt: skip
