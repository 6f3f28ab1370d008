"""Reads of what people were reminded of. A dropped letter counts for no limit."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.core.db import plain_rows
from app.core.models import OutboxMessage
from app.messages.reminders.models import Reminded
from app.messages.reminders.reader.rules import Thing


@dataclass
class Told:
    """What somebody was reminded of in a place, and when."""

    things: dict[Thing, datetime] = field(default_factory=dict)
    letters: dict[str, datetime] = field(default_factory=dict)
    """Those that were not dropped, by key."""


@dataclass(frozen=True)
class AllTold:
    """What some people were reminded of, in whatever cohort."""

    of_place: Mapping[UUID, Told]
    to_person: Mapping[UUID, Mapping[str, datetime]]
    """Their letters that were not dropped, by key."""


_TOLD: Select[*tuple[Any, ...]] = (
    select(
        col(Reminded.enrollment_id),
        col(Enrollment.person_id),
        col(Reminded.rule),
        col(Reminded.about),
        col(Reminded.letter_key),
        col(Reminded.told_at),
        col(OutboxMessage.dropped_at).is_not(None).label("dropped"),
    )
    .join(Enrollment, col(Enrollment.id) == col(Reminded.enrollment_id))
    .outerjoin(OutboxMessage, col(OutboxMessage.key) == col(Reminded.letter_key))
    .where(col(Enrollment.person_id).in_(bindparam("ids", expanding=True)))
)


def told(session: Session, person_ids: Collection[UUID]) -> AllTold:
    """Everything that some people were reminded of: one statement."""
    of_place: defaultdict[UUID, Told] = defaultdict(Told)
    to_person: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
    asked = {"ids": list(person_ids)}
    for place, person, rule, about, key, at, dropped in plain_rows(session, _TOLD, asked):
        of_place[place].things[Thing(rule, about)] = at
        if not dropped:
            of_place[place].letters[key] = to_person[person][key] = at
    return AllTold(of_place, to_person)


class Said(NamedTuple):
    """One thing that a letter said, and the place that it was about."""

    enrollment_id: UUID
    thing: Thing


def reminded_in(session: Session, letter_key: str) -> list[Said]:
    """What a letter said when it was posted."""
    said = select(Reminded).where(col(Reminded.letter_key) == letter_key)
    return [Said(row.enrollment_id, Thing(row.rule, row.about)) for row in session.scalars(said)]
