"""What refers to the rows of a table, found by foreign keys, whatever package it is of."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Table, exists, or_
from sqlmodel import SQLModel

WAITS_UNTIL = "waits_until"
"""In a table's `info`: the column that says of a row that something was done with it."""
NONE: frozenset[str] = frozenset()


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


def is_worked_on(
    to: str, own: ColumnElement[UUID], *, besides: frozenset[str]
) -> ColumnElement[bool]:
    """Whether something done refers to a row of a table. `own`: its id in the statement around.

    What only waits for somebody (`WAITS_UNTIL`) is nothing done, unless something refers to it.
    """
    return or_(*(_done(column, own) for column in columns_referring(to, besides=besides)))


def _done(column: ColumnElement[UUID], own: ColumnElement[UUID]) -> ColumnElement[bool]:
    table = column.table
    found = exists().where(column == own)
    until = table.info.get(WAITS_UNTIL)
    if until is None:
        return found
    begun = (exists().where(on == table.c.id) for on in columns_referring(table.name, besides=NONE))
    return found.where(or_(table.c[until], *begun))
