"""Reads of what was told."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.outcomes.disclosure.cells import Edition, from_json
from app.outcomes.disclosure.models import ShownTable


class TableTold(NamedTuple):
    """An edition of a table that was told."""

    row: ShownTable
    edition: Edition


def tables_told(session: Session, names: Collection[str], scope: str) -> list[TableTold]:
    """Every edition of some tables of one scope, the newest last: one statement."""
    own = (
        select(ShownTable)
        .where(col(ShownTable.name).in_(names), col(ShownTable.scope) == scope)
        .order_by(col(ShownTable.shown_at), col(ShownTable.name), col(ShownTable.edition))
    )
    return [TableTold(row, from_json(row.cells)) for row in session.scalars(own)]
