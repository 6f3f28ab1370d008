"""The database's schema: brought up to date by migrations, refused when it is not."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
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


class SchemaError(WaypostError):
    """The database does not have the schema that this version of Waypost needs."""


def upgrade(url: str) -> None:
    """Run the migrations that are missing; a newer schema is refused."""
    is_behind(url)
    config = _config()
    config.attributes["url"] = url
    command.upgrade(config, "head")


@cache
def newest() -> str:
    """The revision that this version of Waypost needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def is_known(revision: str) -> bool:
    """Whether this version of Waypost has a migration of this name."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return revision in {script.revision for script in scripts}


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
    return MigrationContext.configure(connection).get_current_revision()


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


def _config() -> Config:
    return Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
