"""Reads of the texts that cohorts use, beside the current ones of their programs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, ContentMove, Program, Unit
from app.cohorts.moves.rules import KINDS, Choice, TextInUse, TextVersion, Uses
from app.content.models import ContentRelease, ContentReleaseItem, ContentVersion
from app.core.db import plain_rows, record_of
from app.people.models import Person

_USED, _CURRENT = aliased(ContentVersion), aliased(ContentVersion)


def _columns(version: type[ContentVersion], prefix: str) -> tuple[Any, ...]:
    """The columns of a `TextVersion`."""
    first_release = (
        select(func.min(col(ContentRelease.number)))
        .join(ContentReleaseItem, col(ContentReleaseItem.release_id) == col(ContentRelease.id))
        .where(col(ContentReleaseItem.version_id) == col(version.id))
        .correlate(version)
        .scalar_subquery()
    )
    return (
        col(version.id).label(f"{prefix}id"),
        col(version.hash).label(f"{prefix}hash"),
        col(version.title).label(f"{prefix}title"),
        col(version.loaded_at).label(f"{prefix}loaded_at"),
        func.coalesce(first_release, 0).label(f"{prefix}release"),
    )


USED, CURRENT = "used_", "current_"
_OF_USED, _OF_CURRENT = _columns(_USED, USED), _columns(_CURRENT, CURRENT)
_NEWEST_NUMBER = (
    select(func.max(col(ContentRelease.number)))
    .where(col(ContentRelease.program) == col(_USED.program))
    .correlate(_USED)
    .scalar_subquery()
)
_IS_CURRENT = and_(
    col(_CURRENT.program) == col(_USED.program),
    col(_CURRENT.kind) == col(_USED.kind),
    col(_CURRENT.key) == col(_USED.key),
    exists()
    .where(
        col(ContentReleaseItem.version_id) == col(_CURRENT.id),
        col(ContentReleaseItem.release_id) == col(ContentRelease.id),
        col(ContentRelease.program) == col(_USED.program),
        col(ContentRelease.number) == _NEWEST_NUMBER,
    )
    .correlate(_USED, _CURRENT),
)
_OF_UNIT = (Unit.module_version_id, Unit.case_version_id, Unit.guide_version_id)
_TEXTS: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.cohort_id),
        col(Unit.id).label("unit_id"),
        col(Unit.position),
        col(_USED.kind),
        col(_USED.key),
        *_OF_USED,
        *_OF_CURRENT,
        col(CaseSession.starts_at),
    )
    .select_from(Unit)
    .join(_USED, col(_USED.id).in_([col(version_id) for version_id in _OF_UNIT]))
    .outerjoin(_CURRENT, _IS_CURRENT)
    .outerjoin(
        CaseSession,
        and_(col(CaseSession.unit_id) == col(Unit.id), col(CaseSession.canceled_at).is_(None)),
    )
    .where(col(Unit.cohort_id).in_(bindparam("cohort_ids", expanding=True)))
)
_EARLIER: Select[*tuple[Any, ...]] = (
    select(col(ContentMove.unit_id), col(ContentMove.kind), *_OF_USED)
    .join(_USED, col(_USED.id) == col(ContentMove.from_version_id))
    .join(Unit, col(Unit.id) == col(ContentMove.unit_id))
    .where(col(Unit.cohort_id).in_(bindparam("cohort_ids", expanding=True)))
    .order_by(col(ContentMove.moved_at).desc())
)


def texts_in_use(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[TextInUse]]:
    """Every text of some cohorts, by cohort, unit and kind: two statements."""
    asked = {"cohort_ids": list(cohort_ids)}
    earlier = _earlier_versions(session, asked)
    rows = plain_rows(session, _TEXTS, asked)
    version_of = record_of(rows, TextVersion, USED)
    current_of = record_of(rows, TextVersion, CURRENT)
    texts: defaultdict[UUID, list[TextInUse]] = defaultdict(list)
    for row in rows:
        current = current_of(row) if row.current_id else None
        before = earlier.get(_TextOfUnit(row.unit_id, row.kind), {})
        text = _in_use(row, version_of(row), current, before.values())
        texts[row.cohort_id].append(text)
    for found in texts.values():
        found.sort(key=lambda text: (text.position, KINDS.index(text.kind)))
    return dict(texts)


class _TextOfUnit(NamedTuple):
    unit_id: UUID
    kind: str


def _earlier_versions(
    session: Session, asked: Mapping[str, Any]
) -> Mapping[_TextOfUnit, Mapping[UUID, TextVersion]]:
    """What each unit used before, by unit and kind, the last one first."""
    moved = plain_rows(session, _EARLIER, asked)
    version_of = record_of(moved, TextVersion, USED)
    earlier: defaultdict[_TextOfUnit, dict[UUID, TextVersion]] = defaultdict(dict)
    for row in moved:
        earlier[_TextOfUnit(row.unit_id, row.kind)].setdefault(row.used_id, version_of(row))
    return earlier


def _in_use(
    row: Row[*tuple[Any, ...]],
    version: TextVersion,
    current: TextVersion | None,
    earlier: Iterable[TextVersion],
) -> TextInUse:
    return TextInUse(
        unit_id=row.unit_id,
        position=row.position,
        kind=row.kind,
        key=row.key,
        version=version,
        current=current,
        session_at=row.starts_at,
        earlier=tuple(earlier),
    )


@dataclass(frozen=True)
class MovedText:
    """A text of a unit that was moved."""

    position: int
    kind: str


@dataclass(frozen=True)
class PastMove:
    """One act of moving: when, by whom, why, and which texts."""

    act_id: UUID
    moved_at: datetime
    by: str
    reason: str
    texts: Sequence[MovedText]


def made_before(
    session: Session, cohort_id: UUID, chosen: Collection[Choice], *, by: UUID
) -> UUID | None:
    """The cohort's newest act, if this person has moved exactly what was chosen by it."""
    of_cohort = select(col(ContentMove.act_id)).join(Unit, col(Unit.id) == col(ContentMove.unit_id))
    newest = (
        of_cohort.where(col(Unit.cohort_id) == cohort_id)
        .order_by(col(ContentMove.moved_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ContentMove, col(Unit.position))
        .join(Unit, col(Unit.id) == col(ContentMove.unit_id))
        .where(col(ContentMove.act_id) == newest, col(ContentMove.by) == by)
    ).all()
    made = {Choice(position, move.kind, move.to_version_id): move.act_id for move, position in rows}
    return next(iter(made.values())) if made and made.keys() == set(chosen) else None


def past_moves(session: Session, cohort_id: UUID) -> list[PastMove]:
    """What was moved in a cohort, the newest act first: one statement."""
    rows = session.execute(
        select(ContentMove, Person, col(Unit.position))
        .join(Unit, col(Unit.id) == col(ContentMove.unit_id))
        .join(Person, col(Person.id) == col(ContentMove.by))
        .where(col(Unit.cohort_id) == cohort_id)
        .order_by(col(ContentMove.moved_at).desc(), col(Unit.position))
    )
    acts: dict[UUID, PastMove] = {}
    texts: defaultdict[UUID, list[MovedText]] = defaultdict(list)
    for move, person, position in rows:
        moved = texts[move.act_id]
        moved.append(MovedText(position, move.kind))
        act = PastMove(move.act_id, move.moved_at, person.display_name, move.reason, moved)
        acts.setdefault(move.act_id, act)
    return list(acts.values())


def uses(session: Session, programs: Collection[str]) -> Uses:
    """Which cohorts of some programs use which versions: two statements."""
    of_version: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for cohort_id, *versions in plain_rows(session, _USED_IN, {"programs": list(programs)}):
        for version_id in versions:
            if version_id is not None:
                of_version[version_id].add(cohort_id)
    using = {id_ for cohorts in of_version.values() for id_ in cohorts}
    found = session.scalars(_COHORTS, {"programs": list(programs)})
    return Uses({cohort.id: cohort for cohort in found if cohort.id in using}, of_version)


_IN_PROGRAMS = col(Program.key).in_(bindparam("programs", expanding=True))
_USED_IN: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.cohort_id),
        col(Unit.module_version_id),
        col(Unit.case_version_id),
        col(Unit.guide_version_id),
    )
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .where(_IN_PROGRAMS)
)
_COHORTS: Select[Cohort] = (
    select(Cohort)
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .where(_IN_PROGRAMS)
    .order_by(col(Cohort.closes_at).desc())
)
