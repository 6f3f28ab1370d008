"""The public page of a cohort: what it is, what it asks and gives, and the way in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from markupsafe import Markup

from app.cohorts.admission.rules import Waiting, takes_people_until, why_not_ask
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import Seats
from app.cohorts.joining.rules import door, position_of, seats_left
from app.cohorts.models import Enrollment
from app.cohorts.queries import UnitRow
from app.credit.completion.requirements import requirements
from app.credit.phrase import mark_phrase
from app.credit.rules import ApprovedActivity, with_phrase
from app.language import Text, _, ngettext
from app.language.moments import dates, long_moment, zone_name
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.models import Institution
from app.site.join.way import Way, steps_so_far, way_in
from app.site.parts.sessions import SessionTile, tile
from app.web.parts import Fact, Option

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class CohortToJoin:
    """What was read of a cohort for its public page."""

    here: CohortContext
    units: Sequence[UnitRow]
    minutes: Sequence[int]
    """How long each module takes."""
    approved: ApprovedActivity | None
    seats: Seats
    line: Sequence[Waiting]
    institutions: Sequence[Institution]


@dataclass(frozen=True)
class Reader:
    """Who reads it, and where they stand; without a person, somebody who is not signed in."""

    zone: str
    actor: Actor | None = None
    place: Enrollment | None = None
    events: Sequence[EnrollmentEvent] = ()


@dataclass(frozen=True)
class JoinPage:
    """A cohort for whoever may come into it."""

    title: str
    program: str
    language: str
    summary: str
    path: str
    address: str
    """For paper."""
    facts: Sequence[Fact]
    completes: Sequence[Reason]
    statements: Sequence[Markup]
    """What its provider says of credit."""
    sessions: Sequence[SessionTile]
    zone: str
    """The cohort's."""
    reader_zone: str
    zones: Sequence[Option]
    """What somebody who is not signed in can see the times in."""
    way: Way
    steps: Sequence[Text]
    """What happened with the reader's place so far."""
    signed_in: bool
    note: Reason | None = field(default=None)


def join_page(
    read: CohortToJoin,
    reader: Reader,
    *,
    base_url: str,
    now: datetime,
    note: Reason | None = None,
) -> JoinPage:
    """The page, for paper too."""
    here = read.here
    path = f"/join/{here.cohort.slug}"
    return JoinPage(
        title=here.cohort.title,
        program=here.program.title,
        language=here.program.language,
        summary=here.program.summary,
        path=path,
        address=f"{base_url}{path}",
        facts=_facts(read, now),
        completes=_completes(read),
        statements=_statements(read.approved),
        sessions=_sessions(read, reader.zone, now),
        zone=zone_name(here.cohort.zone),
        reader_zone=reader.zone,
        zones=_zones(read, reader.zone),
        way=_way(read, reader, now),
        steps=steps_so_far(reader.events, here.cohort.zone),
        signed_in=reader.actor is not None,
        note=note,
    )


def _way(read: CohortToJoin, reader: Reader, now: datetime) -> Way:
    cohort = read.here.cohort
    institution = reader.actor.institution_id if reader.actor else None
    stands = door(cohort, read.line, read.seats, reader.place, institution, now)
    place = reader.place
    return way_in(
        stands,
        cohort,
        held_until=place.held_until if place else None,
        position=position_of(read.line, place.id) if place else None,
        why_not=why_not_ask(cohort, now),
        signed_in=reader.actor is not None,
    )


def _completes(read: CohortToJoin) -> list[Reason]:
    sessions = sum(unit.starts_at is not None and not unit.canceled for unit in read.units)
    modules = sum(unit.module_version_id is not None for unit in read.units)
    return requirements(read.here.policy, modules=modules, sessions=sessions)


def _statements(approved: ApprovedActivity | None) -> list[Markup]:
    if approved is None:
        return []
    activity = approved.activity
    return [
        mark_phrase(with_phrase(activity.accreditation_statement)),
        mark_phrase(with_phrase(activity.designation_statement)),
    ]


def _sessions(read: CohortToJoin, reader_zone: str, now: datetime) -> list[SessionTile]:
    zone = read.here.cohort.zone
    return [
        tile(unit.starts_at, unit.minutes, zone, reader_zone, now)
        for unit in read.units
        if unit.starts_at is not None and not unit.canceled
    ]


def _zones(read: CohortToJoin, reader_zone: str) -> list[Option]:
    """Those of the institutions, each clock once."""
    zones = {
        read.here.cohort.zone,
        reader_zone,
        *(institution.zone for institution in read.institutions),
    }
    return [Option(zone, zone_name(zone)) for zone in sorted(zones, key=zone_name)]


def _facts(read: CohortToJoin, now: datetime) -> list[Fact]:
    cohort = read.here.cohort
    starts = [u.starts_at for u in read.units if u.starts_at is not None and not u.canceled]
    when = dates(min(starts), max(starts), cohort.zone) if starts else _("No sessions planned")
    facts = [
        Fact(_("Live sessions"), when),
        *_time_needed(read, starts),
        Fact(_("Work can be done until"), long_moment(cohort.closes_at, cohort.zone)),
        Fact(_("Seats"), _seats(read)),
    ]
    if now < cohort.enrollment_opens_at:
        opens = long_moment(cohort.enrollment_opens_at, cohort.zone)
        facts.append(Fact(_("Enrollment opens"), opens))
    closes = long_moment(takes_people_until(cohort), cohort.zone)
    facts.append(Fact(_("Enrollment closes"), closes))
    return facts


def _seats(read: CohortToJoin) -> Text:
    left = seats_left(read.line, read.seats)
    if not left:
        return ngettext(
            "{count} seat, and it is taken. Who asks now waits for one.",
            "{count} seats, all of them taken. Who asks now waits for one.",
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
    each = total / len(read.units)
    hours = Decimal(max(1, round(each / 30))) / 2
    hours = hours.quantize(Decimal("1")) if hours == int(hours) else hours
    count = 1 if hours <= 1 else 2
    if weekly:
        text = ngettext(
            "About {hours} hour a week, the live session included",
            "About {hours} hours a week, the live session included",
            count=count, hours=hours,
        )  # fmt: skip
    else:
        text = ngettext(
            "About {hours} hour for each unit, the live session included",
            "About {hours} hours for each unit, the live session included",
            count=count, hours=hours,
        )  # fmt: skip
    return [Fact(_("Time"), text)]
