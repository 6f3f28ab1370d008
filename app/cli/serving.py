"""What an installation runs: the site, its worker, its migrations, and a demo."""

import gc
import signal
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.backups import copy_before_migration
from app.cli.opening import open_clock, open_current_database, open_database, read_settings
from app.core.clock import utc_now
from app.installation.machine.keys import require_usable_key

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.settings import Settings


def serve(
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Run the background worker inside.")
    ] = True,
) -> None:
    """Serve the site on HOST and PORT."""
    settings = read_settings()
    require_usable_key(settings, utc_now())

    from app.background import worker
    from app.main import create_app

    with open_current_database() as database:
        clock = open_clock(settings, database)
        app = create_app(settings, database=database, clock=clock, with_worker=with_worker)
        with worker(settings, database, clock):
            pass  # a setting that the worker cannot use stops the start here, with its sentence
        print(f"Waypost is at {settings.base_url}")
        gc.freeze()
        _listen(app, settings)


def _listen(app: "FastAPI", settings: "Settings") -> None:
    import uvicorn

    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
    )


def work(
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="How many print certificates at the same time.")
    ] = 2,
) -> None:
    """Run the background worker: certificates, mail, what is due by the clock."""
    settings = read_settings()
    require_usable_key(settings, utc_now())

    from app.background import worker
    from app.core.presence import present

    with open_current_database() as database:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        clock = open_clock(settings, database)
        with (
            present(settings.data_dir),
            worker(settings, database, clock, processes=processes) as background,
        ):
            print("The worker is running.")
            background.run(stop)


def migrate(
    copy: Annotated[
        bool, typer.Option("--copy/--no-copy", help="Back up first what has to be migrated.")
    ] = True,
) -> None:
    """Bring the database to the newest schema."""
    from app.core import grants, schema

    settings = read_settings()
    if schema.is_behind(settings.owner_database) and copy:
        copy_before_migration()
    schema.upgrade(settings.owner_database)
    grants.grant(settings.owner_database, settings.database)
    print("The database is at the newest schema.")


def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Say nothing if there are people already.")
    ] = False,
) -> None:
    """Fill an empty database with invented people, cohorts and certificates."""
    settings = read_settings()
    if if_empty and not settings.demo:
        return

    from app.demo.run import make_demo

    with open_database() as database:
        made = make_demo(settings, database, if_empty=if_empty)
    for line in made:
        print(line)
