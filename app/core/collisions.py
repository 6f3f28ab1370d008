"""Which unique constraint a row met that was there already: asked once for every action."""

from typing import Any

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.core.errors import ConflictError
from app.language.reasons import Reason


def flush_unique(session: Session, kind: type[SQLModel], columns: str, taken: Reason) -> None:
    """Flush, where only the database can tell that nobody was faster.

    `columns`: those of the unique constraint, as in `cohort_id, version`. Any other constraint that
    is broken stays the error that it is.

    Raises `ConflictError` with `taken` if another row says the same in these columns.
    """
    constraint = _constraint(kind, columns)
    try:
        session.flush()
    except IntegrityError as collision:
        if not _is_broken(constraint, collision.orig):
            raise
        raise ConflictError(taken) from collision


def _constraint(kind: type[SQLModel], columns: str) -> UniqueConstraint:
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return next(
        constraint
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        and ", ".join(constraint.columns.keys()) == columns
    )


def _is_broken(constraint: UniqueConstraint, error: Any) -> bool:
    """PostgreSQL names the constraint, SQLite and a record's triggers its columns at the end."""
    if diagnosis := getattr(error, "diag", None):
        return bool(diagnosis.constraint_name == constraint.name)
    is_unique = error.sqlite_errorname in _TAKEN_IN_SQLITE
    columns = ", ".join(f"{constraint.table.name}.{column.name}" for column in constraint.columns)
    return is_unique and str(error).rpartition(": ")[2] == columns


_TAKEN_IN_SQLITE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_TRIGGER")  # not shown
