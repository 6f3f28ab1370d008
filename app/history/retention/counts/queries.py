"""Counts what of a cohort is due with it, over all tables of the registry."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.certificates.models import Certificate
from app.history.retention.enums import RecordKind
from app.history.retention.rules import by_kind
from app.history.retention.tables import KEPT_WITH_CERTIFICATE, TABLES, Goes


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
    stay = KEPT_WITH_CERTIFICATE.get(name)
    theirs = _hangs_on(name, cohort_id)
    if stay is None:
        return [theirs]
    # not NOT IN: certificates of teaching have no enrollment, and with NULL nothing would be due
    issued = exists().where(col(Certificate.enrollment_id) == _table(name).c[stay])
    return [theirs, ~issued]


def _hangs_on(name: str, cohort_id: UUID) -> ColumnElement[bool]:
    """That a row is of a cohort, itself or by the row that it refers to."""
    column: ColumnElement[UUID] = _table(name).c[TABLES[name].by]
    above = next((key.column for key in column.foreign_keys), None)
    if above is None or above.table.name == "cohort":  # not shown
        return column == cohort_id
    return column.in_(select(above).where(_hangs_on(above.table.name, cohort_id)))


def _table(name: str) -> Any:
    return SQLModel.metadata.tables[name]
