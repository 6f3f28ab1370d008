"""What commands begin with: the settings, and the database that they name."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError

from app.settings import Settings

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.core.db import Database


def read_settings() -> Settings:
    """The settings, or a sentence for each that is wrong."""
    try:
        return Settings()
    except ValidationError as invalid:
        for error in invalid.errors():
            wrong = error["ctx"]["error"] if error["type"] == "value_error" else error["msg"]
            print(wrong, file=sys.stderr)
        raise typer.Exit(2) from None


@contextmanager
def open_database() -> Iterator["Database"]:
    """The database of the settings, whatever its schema; its connections end with the block."""
    from app.core.db import Database

    database = Database(read_settings().database)
    try:
        yield database
    finally:
        database.dispose()


def open_clock(settings: Settings, database: "Database", machine: "Clock | None" = None) -> "Clock":
    """The clock of who serves and works: what has been stays over, wherever a clock is set.

    `machine`: its own clock.
    """
    from app.core.clock import utc_now
    from app.core.steady import SteadyClock, kept_mark
    from app.history.queries import newest_moment

    with database.read() as session:
        known = [newest_moment(session), kept_mark(settings.data_dir)]
    return SteadyClock(known, machine or utc_now)


@contextmanager
def open_current_database() -> Iterator["Database"]:
    """The same; one that lacks migrations is refused."""
    from app.core import schema

    with open_database() as database:
        schema.require_current(database)
        yield database
