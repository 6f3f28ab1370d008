"""The command line: `python -m app …`, each command with `--help`.

A command imports what it needs when it runs: all of the site takes seconds to import, and who asks
for help or prints the permission matrix needs none of it.
"""

import gc
import logging
import sys

import typer

from app.cli import (
    attendance,
    backups,
    content,
    health,
    keys,
    languages,
    mail,
    outcomes,
    people,
    records,
    retention,
    serving,
    trial,
)
from app.core.errors import WaypostError
from app.installation.backups.errors import BackupError
from app.language.catalogs import CatalogMissingError

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Waypost: cohort-based mentor training for academic medicine.",
)
for command in (
    serving.serve,
    serving.work,
    serving.migrate,
    people.admin,
    serving.demo,
    backups.backup,
    backups.restore,
    health.doctor,
    records.policy,
    records.verify,
):
    cli.command()(command)
cli.add_typer(content.commands, name="content")
cli.add_typer(records.trail, name="audit")
cli.add_typer(keys.commands, name="keys")
cli.add_typer(languages.commands, name="languages")
cli.add_typer(people.commands, name="people")
cli.add_typer(mail.commands, name="mail")
cli.add_typer(attendance.commands, name="attendance")
cli.add_typer(outcomes.commands, name="outcomes")
cli.add_typer(trial.commands, name="trial")
cli.add_typer(retention.commands, name="retention")


def main() -> None:
    """Run a command; what is wrong is said in a sentence."""
    # What is loaded stays. Looking through it again and again takes a fifth of the time in which
    # the site is imported, and doubles that of large pages.
    gc.set_threshold(50_000, 20, 100)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        cli()
    except (WaypostError, BackupError, CatalogMissingError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
