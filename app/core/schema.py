"""The database's schema: brought up to date by migrations, refused when it is not.

Whoever serves only compares two names. Alembic, which migrates, takes a tenth of the time of a
start and of a server's memory, so it is loaded where something is migrated.
"""

import re
from functools import cache

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database
from app.core.errors import WaypostError
from app.language.reasons import ReasonKind, reason
from app.settings import PROJECT_ROOT

NOT_CURRENT = reason(
    "schema.not_current",
    "The database does not have this version's schema. Run: python -m app migrate",
)


NEWER = ReasonKind(
    "schema.newer",
    "The database has the schema {found}, which this version does not know: a newer Waypost made "
    "it. Install that version.",
)


_NAMES = re.compile(r'^(down_)?revision = "(.+)"$', re.MULTILINE)
"""Of a migration and of the one before it, in its file."""


class SchemaError(WaypostError):
    """The database does not have the schema that this version of Waypost needs."""


def upgrade(url: str) -> None:
    """Run the migrations that are missing; a newer schema is refused."""
    from alembic import command
    from alembic.config import Config

    is_behind(url)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = url
    command.upgrade(config, "head")


@cache
def newest() -> str:
    """The revision that this version of Waypost needs: the one that no other follows."""
    (head,) = _migrations()[0] - _migrations()[1]
    return head


def is_known(revision: str) -> bool:
    """Whether this version of Waypost has a migration of this name."""
    return revision in _migrations()[0]


@cache
def _migrations() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all migrations, and of those that are followed by another."""
    files = sorted((PROJECT_ROOT / "migrations" / "versions").glob("*.py"))
    names = [name for file in files for name in _NAMES.findall(file.read_text(encoding="utf-8"))]
    return (
        frozenset(name for down, name in names if not down),
        frozenset(name for down, name in names if down),
    )


def is_behind(url: str) -> bool:
    """Whether a database has a schema, and it is older. Raises `SchemaError` for a newer one."""
    database = Database(url)  # makes the folder of an SQLite file
    found = revision(database)
    database.dispose()
    if found is not None and not is_known(found):
        raise SchemaError(NEWER(found=found))
    return found not in {None, newest()}


def revision(database: Database) -> str | None:
    """The revision that a database has; None when it was never migrated."""
    with database.engine.connect() as connection:
        return revision_seen(connection)


def revision_seen(connection: Connection) -> str | None:
    """The same, for who already has a connection."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def require_current(database: Database) -> None:
    """Raise `SchemaError` unless the database has exactly the newest schema."""
    if revision(database) != newest():
        raise SchemaError(NOT_CURRENT)


def why_not_ready(database: Database) -> str | None:
    """Why nothing can be served from this database now; None if all is well."""
    try:
        found = revision(database)
    except SQLAlchemyError:
        return "The database does not answer."  # not shown
    if found != newest():
        return "The database needs its migrations: python -m app migrate"  # not shown
    return None
