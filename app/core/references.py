"""What refers to the rows of a table, found by foreign keys, whatever package it is of."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Table
from sqlmodel import SQLModel


def columns_referring(to: str, *, besides: frozenset[str]) -> list[ColumnElement[UUID]]:
    """Every column that refers to a table. `besides`: tables that are left out."""
    tables: Iterable[Table] = SQLModel.metadata.sorted_tables
    return [
        key.parent
        for table in tables
        if table.name not in besides
        for key in table.foreign_keys
        if key.column.table.name == to
    ]
