"""`python -m tests.bench.desks`: how long desks take with 20 cohorts of 1,000 people, page by page.

All pages that the route table has for coordinators, leads and facilitators are asked for, in this
process. Printed are the statements, the milliseconds of the median and of the 95th percentile, and
the median of those in which the processor worked. It fails if a page takes more than 300 ms at the
95th percentile, or if one was not looked at.

On a machine that is busy with other things a visitor waits longer, and so does this: it fails
there, too, and says of what was slow how long the processor worked for it. That is the better
number to compare with; what a visitor waits on a quiet machine is hardly more.
"""

import gc
import os
import sys
import tempfile
from pathlib import Path

from sqlalchemy import text

from app.core import schema
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.bench.making import NOW, make
from tests.bench.measuring import HEAD, Measured, measured
from tests.bench.pages import WAYS, pages, routes_of_desks
from tests.bench.sizes import DESKS

LIMIT_MS = 300


def main() -> None:
    """Make the database, ask for every page, print, and say what took too long."""
    Settings.model_config["env_file"] = None
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{Path(folder) / 'desks.db'}"
        schema.upgrade(url)
        database = Database(url)
        with database.write() as session:
            objects = make(session, DESKS)
        _look_through(database)
        wrong = _measure(database, objects)
        database.dispose()
    if wrong:
        sys.exit("\n".join(wrong))


def _look_through(database: Database) -> None:
    """What PostgreSQL does by itself within a minute after many rows came: it counts them."""
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("VACUUM ANALYZE")
            )


def _measure(database: Database, objects: dict[str, dict[str, str]]) -> list[str]:
    app = create_app(Settings(demo=True), database=database, clock=lambda: NOW)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)  # as the server has it
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    print(f"{DESKS.name} on {kind}; {_load()}", flush=True)
    print(HEAD)
    found = []
    for page in measured(app, database.engine, pages(app, objects)):
        print(page, flush=True)
        found.append(page)
    missed = (routes_of_desks(app) | set(WAYS)) - {page.asked.route for page in found}
    print(f"{len(found)} pages of {len(routes_of_desks(app))} routes; {_load()}")
    return [*map(_too_slow, _slow(found)), *(f"Not looked at: {route}" for route in sorted(missed))]


def _slow(found: list[Measured]) -> list[Measured]:
    return [page for page in found if page.late > LIMIT_MS]


def _too_slow(page: Measured) -> str:
    said = f"Over {LIMIT_MS} ms: {page.asked.address} took {page.late:.0f} ms"
    if page.late_work <= LIMIT_MS:
        said += f", of which the processor worked {page.late_work:.0f}: is it busy otherwise?"
    return said


def _load() -> str:
    """How busy the machine is: with more than a processor has to do, times say little."""
    return f"{os.getloadavg()[0]:.1f} wait for {os.cpu_count()} processors"


if __name__ == "__main__":
    main()
