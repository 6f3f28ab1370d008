"""Lets rows of tables go that are never deleted otherwise, within one transaction.

Triggers refuse to delete records on both databases. Who owns the tables can take these triggers
off, and puts them back before the transaction ends: nobody else ever sees a table without them,
and an end in the middle leaves them as they were. On PostgreSQL the application's own role owns
nothing, and so cannot.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from psycopg import sql
from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.orm import Session

from app.core.errors import require
from app.language.reasons import Reason, reason

NOT_OWNER = reason(
    "records.not_owner",
    "This database role does not own the tables. Set OWNER_DATABASE_URL, as for `migrate`.",
)
_TRIGGERS_ON_SQLITE = """\
SELECT name, tbl_name, sql FROM sqlite_master
WHERE type = 'trigger' AND tbl_name IN :tables AND instr(upper(sql), ' BEFORE DELETE ON ') > 0
ORDER BY name"""  # not shown
_TRIGGERS_ON_POSTGRESQL = """\
SELECT t.tgname, c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgtype & 8 > 0 AND t.tgenabled <> 'D' AND c.relname IN :tables
AND c.relnamespace = 'public'::regnamespace ORDER BY t.tgname"""  # not shown
"""By the bits of `pg_trigger.tgtype`, 8 is DELETE."""
_NOT_OURS = """\
SELECT count(*) FROM pg_class WHERE relname IN :tables
AND relnamespace = 'public'::regnamespace AND NOT pg_has_role(relowner, 'USAGE')"""  # not shown
_ENABLED = {"O": "ENABLE TRIGGER", "A": "ENABLE ALWAYS TRIGGER", "R": "ENABLE REPLICA TRIGGER"}
"""How a trigger is put back, by `pg_trigger.tgenabled`."""


class _Trigger(NamedTuple):
    name: str
    table: str
    how: str
    """On SQLite the statement that makes it; on PostgreSQL when it fires."""


@contextmanager
def letting_go(session: Session, tables: Collection[str]) -> Iterator[None]:
    """Let rows of these tables be deleted until the block ends; nobody else writes to them then.

    A block that raises leaves the session to be rolled back, and the triggers with it.

    Raises:
        RefusedError: The role of this session does not own the tables.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    off, on = (_drop, _create) if is_sqlite else (_disable, _enable)
    if not is_sqlite:
        _lock(session, tables)
    triggers = _triggers(session, tables, is_sqlite=is_sqlite)
    for trigger in triggers:
        off(session, trigger)
    yield
    for trigger in triggers:
        on(session, trigger)


def why_not_let_go(session: Session, tables: Collection[str]) -> Reason | None:
    """Why rows of these tables cannot be let go in this session."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    not_ours = session.scalar(_in(_NOT_OURS), {"tables": sorted(tables)})
    return NOT_OWNER if not_ours else None


def _triggers(session: Session, tables: Collection[str], *, is_sqlite: bool) -> Sequence[_Trigger]:
    asked = _TRIGGERS_ON_SQLITE if is_sqlite else _TRIGGERS_ON_POSTGRESQL
    found = session.execute(_in(asked), {"tables": sorted(tables)})
    return [_Trigger(*row) for row in found]


def _in(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("tables", expanding=True))


def _lock(session: Session, tables: Collection[str]) -> None:
    """Wait for who writes to these tables, and keep others from it; never for long."""
    require(why_not_let_go(session, tables))
    named = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(tables))
    _run(session, sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(named))


def _drop(session: Session, trigger: _Trigger) -> None:
    session.connection().exec_driver_sql(f'DROP TRIGGER "{trigger.name}"')


def _create(session: Session, trigger: _Trigger) -> None:
    session.connection().exec_driver_sql(trigger.how)


def _disable(session: Session, trigger: _Trigger) -> None:
    _alter(session, trigger, "DISABLE TRIGGER")


def _enable(session: Session, trigger: _Trigger) -> None:
    _alter(session, trigger, _ENABLED[trigger.how])


def _alter(session: Session, trigger: _Trigger, how: str) -> None:
    table, name = sql.Identifier(trigger.table), sql.Identifier(trigger.name)
    words = sql.SQL("ALTER TABLE {} {} {}")
    _run(session, words.format(table, sql.SQL(how), name))


def _run(session: Session, statement: sql.Composable) -> None:
    session.connection().exec_driver_sql(statement.as_string())
