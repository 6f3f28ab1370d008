"""Counts what of a cohort is due with it, over all tables of the registry."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.certificates.models import Certificate
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.models import Enrollment
from app.history.retention.enums import RecordKind
from app.history.retention.rules import by_kind
from app.history.retention.tables import KEPT_WITH_PLACE, TABLES, Goes


def records_of(session: Session, cohort_id: UUID) -> Mapping[RecordKind, int]:
    """How many records of each kind are due with a cohort: one statement over all tables."""
    counted = [
        _count(table, goes, cohort_id)
        for table, goes in TABLES.items()
        if isinstance(goes, Goes) and goes.is_counted
    ]
    rows = session.execute(union_all(*counted)).all()
    return by_kind((RecordKind(kind), count) for kind, count in rows)


def _count(name: str, goes: Goes, cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    found = select(literal(goes.kind.value).label("kind"), func.count().label("count"))
    return found.select_from(_table(name)).where(*rows_of(name, cohort_id))


def rows_of(name: str, cohort_id: UUID) -> list[ColumnElement[bool]]:
    """Which rows of a table are due with a cohort."""
    theirs = _hangs_on(name, cohort_id)
    return [theirs, ~of_kept_places(name)] if name in KEPT_WITH_PLACE else [theirs]


def of_kept_places(name: str) -> ColumnElement[bool]:
    """That a row is of a place that stays. `name`: of a table in `KEPT_WITH_PLACE`."""
    if name == "enrollment":  # not shown
        id_ = col(Enrollment.id)
        named = select(col(EnrollmentEvent.other_enrollment_id))
        named = named.where(col(EnrollmentEvent.other_enrollment_id).is_not(None))
        certified = select(col(Certificate.enrollment_id))
        certified = certified.where(col(Certificate.enrollment_id).is_not(None))
        return id_.in_(certified) | id_.in_(named)
    hangs = _hanging(name)
    assert hangs.above is not None
    return hangs.column.in_(select(hangs.above).where(of_kept_places(hangs.above.table.name)))


def _hangs_on(name: str, cohort_id: UUID) -> ColumnElement[bool]:
    """That a row is of a cohort, itself or by the row that it refers to."""
    hangs = _hanging(name)
    above = hangs.above
    if above is None or above.table.name == "cohort":  # not shown
        return hangs.column == cohort_id
    return hangs.column.in_(select(above).where(_hangs_on(above.table.name, cohort_id)))


class _Hanging(NamedTuple):
    """The column by which a table hangs on what is above it, and which column that refers to."""

    column: ColumnElement[UUID]
    above: Any


def _hanging(name: str) -> _Hanging:
    column: ColumnElement[UUID] = _table(name).c[TABLES[name].by]
    return _Hanging(column, next((key.column for key in column.foreign_keys), None))


def _table(name: str) -> Any:
    return SQLModel.metadata.tables[name]
