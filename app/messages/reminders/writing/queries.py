"""What a reminder says of a unit besides what the planner knows: three statements for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.gates.queries import has_text, link_unless_held
from app.cohorts.models import CaseSession, Unit
from app.content.library import modules
from app.content.shown import ModuleVersion
from app.core.db import plain_rows
from app.learning.checks.queries import chosen_options
from app.learning.items.rules import work_of
from app.learning.models import CheckAnswer, ReadingDone, Reflection
from app.learning.queries import Answer
from app.messages.reminders.occasions.rules import position_of
from app.messages.reminders.week.rules import Item
from app.messages.reminders.writing.rules import Details, Left, Spot


class _UnitHere(NamedTuple):
    id: UUID
    cohort_id: UUID
    position: int
    module_version_id: UUID | None
    link: str


_UNITS: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.id),
        col(Unit.cohort_id),
        col(Unit.position),
        col(Unit.module_version_id),
        case((has_text(), ""), else_=func.coalesce(link_unless_held(), "")),
    )
    .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .where(col(Unit.cohort_id).in_(bindparam("cohorts", expanding=True)))
)


def details(session: Session, items: Iterable[Item]) -> Details:
    """What is left of the units of some things, and where their sessions are joined."""
    said = list(items)
    wanted = {Spot(item.place.cohort_id, position_of(item.thing.about)) for item in said}
    asked = {"cohorts": list({spot.within for spot in wanted})}
    found = [_UnitHere(*row) for row in plain_rows(session, _UNITS, asked)] if said else []
    units = {Spot(unit.cohort_id, unit.position): unit for unit in found}
    here = {key: unit for key, unit in units.items() if key in wanted}
    links = {key: unit.link for key, unit in here.items()}
    return Details(links, _left(session, said, here))


class _Work(NamedTuple):
    place: UUID
    unit: UUID


@dataclass
class _Done:
    readings: set[str] = field(default_factory=set)
    answers: dict[str, Answer] = field(default_factory=dict)
    reflected: bool = False


def _left(
    session: Session, items: Collection[Item], units: Mapping[Spot, _UnitHere]
) -> dict[Spot, Left]:
    texts = modules(session, [id_ for unit in units.values() if (id_ := unit.module_version_id)])
    done = _done(session, {item.place.enrollment_id for item in items}, units.values())
    found = {}
    for item in items:
        place, position = item.place, position_of(item.thing.about)
        unit = units.get(Spot(place.cohort_id, position))
        if unit is not None and unit.module_version_id is not None:
            text, own = texts[unit.module_version_id], done[_Work(place.enrollment_id, unit.id)]
            needed = place.standing.policy.check_percent
            found[Spot(place.enrollment_id, position)] = _left_of(session, text, own, needed)
    return found


def _left_of(session: Session, text: ModuleVersion, own: _Done, needed: int | None) -> Left:
    chosen = chosen_options(session, text, own.answers)
    work = work_of(
        text.data, own.readings, chosen, reflected=own.reflected, signed=False, needed=needed
    )
    return Left(work.still_open, work.minutes_left)


def _in(kind: Any) -> ColumnElement[bool]:
    return and_(
        col(kind.enrollment_id).in_(bindparam("places", expanding=True)),
        col(kind.unit_id).in_(bindparam("units", expanding=True)),
    )


_DONE: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        col(CheckAnswer.enrollment_id),
        col(CheckAnswer.unit_id),
        literal("answer").label("kind"),
        col(CheckAnswer.question_id).label("key"),
        col(CheckAnswer.option),
        col(CheckAnswer.module_version_id),
    ).where(_in(CheckAnswer)),
    select(
        col(ReadingDone.enrollment_id),
        col(ReadingDone.unit_id),
        literal("reading"),
        col(ReadingDone.reading_key),
        null(),
        null(),
    ).where(_in(ReadingDone)),
    select(
        col(Reflection.enrollment_id),
        col(Reflection.unit_id),
        literal("reflection"),
        literal(""),
        null(),
        null(),
    ).where(_in(Reflection)),
)


def _done(
    session: Session, places: Collection[UUID], units: Iterable[_UnitHere]
) -> defaultdict[_Work, _Done]:
    """What was done in some units in some places, by both."""
    found: defaultdict[_Work, _Done] = defaultdict(_Done)
    asked = {"places": list(places), "units": [unit.id for unit in units]}
    for place, unit, kind, key, option, version in plain_rows(session, _DONE, asked):
        own = found[_Work(place, unit)]
        if kind == "reading":
            own.readings.add(key)
        elif kind == "answer":
            own.answers[key] = Answer(option, version)
        else:
            own.reflected = True
    return found
