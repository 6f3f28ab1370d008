"""The command line: `python -m app …`, each command with `--help`.

A command imports what it needs when it runs: all of the site takes seconds to import, and who asks
for help or prints the permission matrix needs none of it.
"""

import gc
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from app.core.errors import WaypostError
from app.language.catalogs import CatalogMissingError
from app.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from app.content.command import Report

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Waypost: cohort-based mentor training for academic medicine.",
)
content = typer.Typer(no_args_is_help=True, help="Check and load the course's files.")
trail = typer.Typer(no_args_is_help=True, help="The audit trail.")
cli.add_typer(content, name="content")
cli.add_typer(trail, name="audit")
languages = typer.Typer(no_args_is_help=True, help="The words of the interface, by language.")
cli.add_typer(languages, name="languages")

people = typer.Typer(no_args_is_help=True, help="People of cohorts.")
cli.add_typer(people, name="people")

SCHEMAS = PROJECT_ROOT / "modules" / "_schema"

Root = Annotated[Path, typer.Argument(help="The folder that holds modules/ and cases/.")]


@cli.command()
def serve(
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Run the background worker inside.")
    ] = True,
) -> None:
    """Serve the site on HOST and PORT."""
    import uvicorn

    from app.background import worker
    from app.core import schema
    from app.core.clock import utc_now
    from app.main import create_app

    settings = _settings()
    app = create_app(settings, with_worker=with_worker)
    schema.require_current(app.state.database)
    with worker(settings, app.state.database, utc_now):
        pass  # a setting that the worker cannot use stops the start here, with its sentence
    print(f"Waypost is at {settings.base_url}")
    # What is loaded stays; looking through it again and again doubles the time of large pages.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
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


@cli.command()
def work() -> None:
    """Run the background worker: certificates, mail, what is due by the clock."""
    from app.background import worker
    from app.core import schema
    from app.core.clock import utc_now
    from app.core.db import Database

    settings = _settings()
    database = Database(settings.database)
    schema.require_current(database)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with worker(settings, database, utc_now) as background:
        print("The worker is running.")
        background.run(stop)
    database.dispose()


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from app.core import schema

    schema.upgrade(_settings().database)
    print("The database is at the newest schema.")


@cli.command()
def admin(
    address: Annotated[str, typer.Argument(help="The email address they sign in with.")],
    given_name: Annotated[str, typer.Option(help="For somebody new.")] = "",
    family_name: Annotated[str, typer.Option(help="For somebody new.")] = "",
    institution: Annotated[str, typer.Option(help="For somebody new.")] = "",
    zone: Annotated[str, typer.Option(help="IANA time zone, for somebody new.")] = "UTC",
) -> None:
    """Make somebody an administrator; the first one can only be made here."""
    from app.core import schema
    from app.core.clock import utc_now
    from app.core.db import Database
    from app.people import queries as people_queries
    from app.people.grants.actions import appoint_administrator

    database = Database(_settings().database)
    schema.require_current(database)
    with database.write() as session:
        known = people_queries.person_by_address(session, address)
        if known is None and not (given_name and family_name and institution):
            print(f"Nobody has {address}. Give their names and institution too.", file=sys.stderr)
            raise typer.Exit(1)
        person = appoint_administrator(
            session,
            address,
            name=(given_name, family_name),
            institution=institution,
            zone=zone,
            now=utc_now(),
        )
    print(f"{person.display_name} is an administrator and signs in with {address}.")


@cli.command()
def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Say nothing if there are people already.")
    ] = False,
) -> None:
    """Fill an empty database with invented people, cohorts and certificates."""
    settings = _settings()
    if if_empty and not settings.demo:
        return

    from app.core.db import Database
    from app.demo.run import make_demo

    made = make_demo(settings, Database(settings.database), if_empty=if_empty)
    for line in made:
        print(line)


@content.command()
def check(path: Root = PROJECT_ROOT) -> None:
    """List every error and warning in the content, with file and line."""
    from app.content import command as content_command
    from app.credit.phrase import lint_credit_phrase

    report = content_command.check(path, word_lint=lint_credit_phrase)
    _finish(report)


@content.command()
def load(
    path: Root = PROJECT_ROOT,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace also what was imported by a coordinator.")
    ] = False,
) -> None:
    """Load the content as new versions; with any error, load nothing."""
    from app.cohorts.actions import sync_program
    from app.content import command as content_command
    from app.content.releases.queries import current_versions
    from app.core.clock import utc_now
    from app.core.db import Database
    from app.credit.phrase import lint_credit_phrase

    database = Database(_settings().database)
    now = utc_now()
    checked = content_command.check(path, word_lint=lint_credit_phrase)
    with database.write() as session:
        report = content_command.load(session, checked, now=now, replace=replace)
        for pack, loaded in report.loads:
            if loaded.release:
                versions = current_versions(session, pack.program)
                sync_program(session, pack.program, versions, now=now)
    _finish(report)


@content.command("schema")
def schema_files(
    folder: Annotated[Path, typer.Argument(help="Where to write them.")] = SCHEMAS,
) -> None:
    """Write the JSON Schemas of the front matter, for editors that complete and check YAML."""
    from app.content.command import write_schemas

    for file in write_schemas(folder):
        print(file)


@cli.command()
def policy() -> None:
    """Print the permission matrix."""
    from app.policy.table import markdown_table

    print(markdown_table())


@cli.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A certificate's PDF.", exists=True, dir_okay=False)],
) -> None:
    """Check a certificate's PDF: its signature, and that it is one of ours, unchanged."""
    from app.certificates.verification.files import verify_file
    from app.core.db import Database

    with Database(_settings().database).read() as session:
        ok, lines = verify_file(session, file)
    for line in lines:
        print(line)
    raise typer.Exit(0 if ok else 1)


@people.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX.")],
    cohort: Annotated[str, typer.Option(help="The cohort, as its address names it.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write it, if no row needs a choice or is refused.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what each row of a file would do in a cohort; with --apply, do it."""
    from app.cohorts.intake import command
    from app.cohorts.intake.sheets import MAX_FILE, read_sheet
    from app.cohorts.queries import cohort_by_slug
    from app.core import schema
    from app.core.clock import utc_now
    from app.core.db import Database

    database = Database(_settings().database)
    schema.require_current(database)
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE + 1)
    except OSError as error:
        print(f"{file} cannot be opened: {error.strerror}.", file=sys.stderr)
        raise typer.Exit(1) from None
    sheet = read_sheet(content)
    with database.write() if apply else database.read() as session:
        here = cohort_by_slug(session, cohort)
        if here is None:
            print(f"There is no cohort called {cohort}.", file=sys.stderr)
            raise typer.Exit(1)
        plan = command.planned(session, here, sheet)
        code = command.exit_code(plan)
        if apply and code == 0:
            command.apply_file(session, here, sheet, plan, name=file.name, now=utc_now())
    print(command.as_json(plan) if as_json else "\n".join(command.lines(plan)))
    if apply and code:
        print("Nothing was written: rows wait for a choice or are refused.", file=sys.stderr)
    raise typer.Exit(code)


@trail.command("verify")
def verify_audit() -> None:
    """Check the chain of the audit trail and name the first line that does not hold."""
    from app.core import audit
    from app.core.db import Database

    with Database(_settings().database).read() as session:
        bad = audit.first_bad_line(session)
    if bad is None:
        print("The audit trail verifies.")
        return
    print(f"Line {bad.id} ({bad.act}, {bad.at:%Y-%m-%d %H:%M} UTC) does not hold.")
    raise typer.Exit(1)


@languages.command("compile")
def compile_languages() -> None:
    """Compile the translations for the application to read."""
    from app.language.upkeep import compile_all

    compile_all()


@languages.command("update")
def update_languages() -> None:
    """Bring the translations to the source, compile them, and list what waits for words."""
    from app.language.upkeep import compile_all, translated_languages, update

    for language in translated_languages():
        waiting = update(language)
        print(f"{language.name}: {len(waiting)} of its texts wait for words.")
        for text in waiting:
            print(f"  {text}")
    compile_all()


@languages.command("check")
def check_languages() -> None:
    """List all that is wrong in the catalogs, and every text that people see and is not marked."""
    from app.language.unmarked import unmarked
    from app.language.upkeep import complaints

    found = [*map(str, complaints()), *map(str, unmarked())]
    for line in found:
        print(line)
    raise typer.Exit(1 if found else 0)


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as invalid:
        for error in invalid.errors():
            wrong = error["ctx"]["error"] if error["type"] == "value_error" else error["msg"]
            print(wrong, file=sys.stderr)
        raise typer.Exit(2) from None


def _finish(report: "Report") -> None:
    for line in report.lines():
        print(line)
    raise typer.Exit(report.exit_code)


def main() -> None:
    """Run a command; what is wrong is said in a sentence."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        cli()
    except (WaypostError, CatalogMissingError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
