"""What the application may do in PostgreSQL, where another role owns the tables.

Whoever owns a table can put its triggers to sleep. So an installation can have two roles: one that
owns everything and migrates, and one that the application is, which may do to each table what its
triggers allow.
"""

from psycopg import sql
from sqlalchemy import Connection, create_engine, make_url, text

_REFUSED = """\
SELECT c.relname AS table, CASE WHEN t.tgtype & 8 > 0 THEN 'DELETE' ELSE 'UPDATE' END AS act
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgfoid = 'waypost_refuse'::regproc AND t.tgtype & 24 > 0"""  # not shown
"""Tables and what triggers refuse of them; by the bits of `pg_trigger.tgtype`."""


def grant(owner: str, application: str) -> None:
    """Let the role of one address do what the application does, in the tables of the other's.

    A role that is not there is made, with its password. Nothing happens where both are the same,
    or on SQLite. Whatever was granted before and is no longer needed is taken back.
    """
    role = make_url(application).username
    if make_url(owner).get_backend_name() == "sqlite" or role in {None, make_url(owner).username}:
        return
    engine = create_engine(owner)
    with engine.begin() as connection:
        _make_role(connection, make_url(application).username or "", make_url(application).password)
        _grant(connection, role or "")
    engine.dispose()


def _make_role(connection: Connection, role: str, password: str | None) -> None:
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.scalar(known, {"role": role}) is None:
        made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        _run(connection, made.format(sql.Identifier(role), sql.Literal(password)))


def _grant(connection: Connection, role: str) -> None:
    name = sql.Identifier(role)
    for words in (
        "GRANT USAGE ON SCHEMA public TO {}",  # not shown
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",  # not shown
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",  # not shown
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",  # not shown
        "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {}",  # not shown
    ):
        _run(connection, sql.SQL(words).format(name))
    for table, act in connection.execute(text(_REFUSED)).all():
        taken = sql.SQL("REVOKE {} ON {} FROM {}")
        _run(connection, taken.format(sql.SQL(act), sql.Identifier(table), name))


def _run(connection: Connection, statement: sql.Composable) -> None:
    connection.exec_driver_sql(statement.as_string())
