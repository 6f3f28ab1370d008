"""What several of a facilitator's pages show."""

from uuid import UUID

from app.casework.preparation.queries import Preparation
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import dotted
from app.language.moments import day, in_reader_zone, time_range, zone_name
from app.people.actors import Actor
from app.web.parts import Badge


def session_path(here: CohortContext, unit: UnitRow) -> str:
    """The facilitator's address of a session."""
    return f"/teach/{here.cohort.slug}/sessions/{unit.position}"


def session_name(unit: UnitRow) -> str:
    """What a session is called: its case, or else its unit."""
    return unit.case_title or unit.title


def session_eyebrow(here: CohortContext, unit: UnitRow, units: int, reader: Actor) -> str:
    """`Session 5 of 8 · Thu Nov 26, 12:00–1:00 pm Mountain · 11:00 am for you (Pacific)`."""
    assert unit.starts_at is not None
    zone = here.cohort.zone
    when = f"{day(unit.starts_at, zone)}, {time_range(unit.starts_at, unit.minutes, zone)}"
    parts = [
        f"Session {unit.position} of {units}",
        f"{when} {zone_name(zone)}",
        in_reader_zone(unit.starts_at, zone, reader.zone),
    ]
    return dotted(parts)


def preparation_badge(done: Preparation | None) -> Badge | None:
    """`done`, `to sign`, `2 of 4`, `not begun`."""
    if done is None:
        return None
    if done.attested:
        return Badge("done", "good")
    if not done.done:
        return Badge("not begun", "neutral")
    if done.done == done.needed:
        return Badge("to sign", "warm")
    return Badge(f"{done.done} of {done.needed}", "warm")


def session_id_of(unit: UnitRow) -> UUID:
    """The session of a unit that was loaded with one."""
    assert unit.session_id is not None
    return unit.session_id
