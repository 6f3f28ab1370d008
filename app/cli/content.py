"""Checking and loading the course's files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.opening import open_database
from app.settings import PROJECT_ROOT

if TYPE_CHECKING:
    from app.content.command import Report

commands = typer.Typer(no_args_is_help=True, help="Check and load the course's files.")

SCHEMAS = PROJECT_ROOT / "modules" / "_schema"

Root = Annotated[Path, typer.Argument(help="The folder that holds modules/ and cases/.")]


@commands.command()
def check(path: Root = PROJECT_ROOT) -> None:
    """List every error and warning in the content, with file and line."""
    from app.content import command as content_command
    from app.credit.phrase import lint_credit_phrase

    _finish(content_command.check(path, word_lint=lint_credit_phrase))


@commands.command()
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
    from app.credit.phrase import lint_credit_phrase

    now = utc_now()
    with open_database() as database:
        checked = content_command.check(path, word_lint=lint_credit_phrase)
        with database.write() as session:
            report = content_command.load(session, checked, now=now, replace=replace)
            for pack, loaded in report.loads:
                if loaded.release:
                    versions = current_versions(session, pack.program)
                    sync_program(session, pack.program, versions, now=now)
    _finish(report)


@commands.command("schema")
def schema_files(
    folder: Annotated[Path, typer.Argument(help="Where to write them.")] = SCHEMAS,
) -> None:
    """Write the JSON Schemas of the front matter, for editors that complete and check YAML."""
    from app.content.command import write_schemas

    for file in write_schemas(folder):
        print(file)


def _finish(report: "Report") -> None:
    for line in report.lines():
        print(line)
    raise typer.Exit(report.exit_code)
