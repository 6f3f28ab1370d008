"""Runs migrations with an engine of their own.

SQLite: foreign keys are off while a batch rebuilds a table (a rebuilt parent would take its
children along) and checked afterwards; DDL runs inside an explicit transaction, so that a failed
migration leaves nothing behind.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import create_engine, event, pool
from sqlalchemy.engine import Connection

from app.models import metadata
from app.settings import Settings


def run() -> None:
    """Upgrade or downgrade the database that was asked for, or the configured one."""
    url = context.config.attributes.get("url") or Settings(demo=True).database
    engine = create_engine(url, poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,  # all or nothing, also on SQLite, which Alembic thinks cannot
            render_item=_render_type,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_foreign_keys(connection)
    engine.dispose()


def _render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Plain column types in migrations: they must not change when the application does."""
    plain = {
        "AutoString": "sa.String()",
        "EnumText": "sa.String(40)",
        "UTCDateTime": "sa.DateTime(timezone=True)",
    }
    return plain.get(type(item).__name__, False) if kind == "type" else False


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration would leave rows without their parents: {broken[:5]}")


run()
