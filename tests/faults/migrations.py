"""Migrations that are killed in every step, with everybody's rows in the database."""

import signal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.core import schema
from app.models import metadata
from app.settings import PROJECT_ROOT
from tests.faults import children
from tests.faults.contents import changed, contents
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.processes import Process

OLD = "0002_immutable"
MOST_STATEMENTS = 12
"""A kill comes before one of the first so many statements of a step, or at its end."""


@experiment("migration killed in every step", told=False)
def killed(place: Place) -> str:
    steps = go_back(place, OLD)
    return killed_in(place, range(steps + 1))


def killed_in(place: Place, steps: range) -> str:
    """Each kill leaves all as it was; then the rest is done in one go."""
    before = contents(place.database)
    place.database.dispose()
    for step in steps:
        within = place.random.randint(1, MOST_STATEMENTS)
        process = Process(children.migrate, place.url, step, within, place.folder / "log")
        assert process.wait() == -signal.SIGKILL, f"step {step}: {process.wait()}"
        touched = changed(before, contents(place.database))
        assert touched == [], f"killed after {step} steps: {touched}"
        place.database.dispose()
    schema.upgrade(place.url)
    with place.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    return f"{len(steps)} kills left all as it was; then all migrations ran to the end"


def go_back(place: Place, revision: str) -> int:
    """Take migrations back; how many are missing then."""
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = place.url
    place.database.dispose()
    command.downgrade(config, revision)
    missing = ScriptDirectory.from_config(config).iterate_revisions("head", revision)
    return len(list(missing))
