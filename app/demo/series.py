"""An open series with some weeks behind it: who registers and when, and who comes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.changes.actions import move_session
from app.cohorts.changes.rules import WallTime
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import roster
from app.cohorts.joining.actions import ask_for_seat
from app.cohorts.joining.queries import place_of
from app.cohorts.models import Cohort
from app.cohorts.queries import UnitRow, units
from app.cohorts.rules import has_ended
from app.demo import work
from app.people.models import Person

REGULARS = 34
ONCE = 9
"""So many come to one session only, and register on the day before it."""
QUARTER = timedelta(minutes=15)
MOVED = "The speaker is in town on this day only."
BEFORE_THE_SEASON = timedelta(days=12)


def take_part(
    session: Session,
    cohort: Cohort,
    people: Sequence[Person],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """People register by themselves and come to some sessions; `by` marks who was there.

    The first of the people comes most often.
    """
    random = Random(39)  # noqa: S311 - the same demo every time
    held = [unit for unit in units(session, cohort.id) if _is_over(unit, now)]
    regulars, guests = people[:REGULARS], people[REGULARS : REGULARS + ONCE]
    for person in regulars:
        before = BEFORE_THE_SEASON - timedelta(hours=random.randint(0, 240))
        ask_for_seat(session, cohort, person.id, now=_starts(held[0]) - before)
    once = {person.id: random.choice(held) for person in guests}
    for person in guests:
        ask_for_seat(session, cohort, person.id, now=_starts(once[person.id]) - timedelta(days=1))
    likes = {person.id: random.choice((0.9, 0.6, 0.4, 0.2)) for person in regulars}
    likes[regulars[0].id] = 1.0
    for unit in held:
        came = [key for key, liking in likes.items() if random.random() < liking]
        came += [key for key, only in once.items() if only is unit]
        _mark(session, cohort, unit, came, random, by=by)


def meet_soon(session: Session, here: CohortContext, *, by: UUID, now: datetime) -> None:
    """Move the next session to the next quarter of an hour, so that a visitor can come in by code.

    Its check-in opens within five minutes of the demo's making, and ends with it. That it was moved
    was said the day before; `by` has a reason.
    """
    coming = (unit for unit in units(session, here.cohort.id) if not _is_over(unit, now))
    unit = next(coming, None)
    if unit is None:
        return
    begins = (now + QUARTER).replace(minute=0, second=0, microsecond=0)
    begins += QUARTER * ((now + QUARTER - begins) // QUARTER)
    local = begins.astimezone(ZoneInfo(here.cohort.zone))
    wish = WallTime(local.date(), local.time(), unit.minutes)
    if wish.starts(here.cohort.zone) != unit.starts_at:
        move_session(
            session,
            here,
            unit.position,
            wish,
            seen=unit.sequence,
            reason=MOVED,
            by=by,
            clock=lambda: now - timedelta(days=1),
        )


def invited(
    session: Session, cast: Iterable[Person], cohorts: Iterable[Cohort]
) -> Sequence[Person]:
    """Whom the announcement reaches: some of the cast, then everybody in these cohorts."""
    found: Mapping[UUID, Person] = {person.id: person for person in cast} | {
        enrolled.person.id: enrolled.person
        for cohort in cohorts
        for enrolled in roster(session, cohort.id)
    }
    first, *others = found.values()
    Random(7).shuffle(others)  # noqa: S311 - the same demo every time
    return [first, *others]


def _mark(
    session: Session,
    cohort: Cohort,
    unit: UnitRow,
    came: Iterable[UUID],
    random: Random,
    *,
    by: UUID,
) -> None:
    places = [place_of(session, cohort.id, person_id) for person_id in came]
    marks = {place.id: _there(unit, random) for place in places if place is not None}
    work.mark_session(session, unit, marks, by=by)


def _there(unit: UnitRow, random: Random) -> Submitted:
    if random.random() < 0.1:
        return Submitted(AttendanceStatus.LATE, minutes=unit.minutes - random.randint(11, 15))
    return Submitted(AttendanceStatus.PRESENT)


def _starts(unit: UnitRow) -> datetime:
    assert unit.starts_at is not None
    return unit.starts_at


def _is_over(unit: UnitRow, now: datetime) -> bool:
    return has_ended(_starts(unit), unit.minutes, now)
