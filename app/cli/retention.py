"""What the retention policy no longer asks to keep, and deleting what was announced of it."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.opening import open_database, read_settings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.cohorts.context import CohortContext
    from app.core.db import Database

commands = typer.Typer(no_args_is_help=True, help="Records whose retention period is over.")


@commands.command("list")
def list_due() -> None:
    """List what the retention policy does not keep for much longer. Changes nothing.

    Cohorts whose retention period is over or is at the new year, also where a study keeps their
    records, and all that are held, announced to go or deleted.
    """
    from app.core.clock import utc_now
    from app.history.retention.queries import due_or_held, years_kept

    with open_database() as database, database.read() as session:
        print(f"Records are kept for {years_kept(session)} years after the year of the last day.")
        for own in due_or_held(session, utc_now()):
            kept = own.kept
            counts = f"people: {kept.people}, certificates: {kept.certificates}"
            when = f"; go from {kept.goes_from} on" if own.state == "announced" else ""
            print(f"{own.due_on}  {own.state:<9}  {kept.slug}  {kept.title}; {counts}{when}")


@commands.command("delete")
def delete(
    cohorts: Annotated[
        list[str] | None,
        typer.Argument(help="As addresses name them. Without any: all whose day has come."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete, and not only say what.")] = False,
) -> None:
    """Say which records go that were announced, and with --yes delete them, for good.

    Each cohort goes whole or not at all, as the role that owns the tables (OWNER_DATABASE_URL).
    People may be told meanwhile that something was not saved: run it when few are at work. Backups
    keep what they hold until they are removed themselves.
    """
    import app.models  # noqa: F401  what goes is told by the keys of all tables
    from app.core import schema
    from app.core.clock import utc_now
    from app.core.db import Database

    now = utc_now()
    database = Database(read_settings().owner_database)
    try:
        schema.require_current(database)
        done = [
            _deleted(database, slug, yes=yes, now=now) for slug in _asked(database, cohorts, now)
        ]
    finally:
        database.dispose()
    if not done:
        print("No records wait to be deleted.")
    raise typer.Exit(0 if all(done) else 1)


def _asked(database: "Database", cohorts: list[str] | None, now: "datetime") -> list[str]:
    from app.history.retention.queries import due_or_held

    if cohorts:
        return list(dict.fromkeys(cohorts))
    with database.read() as session:
        return [own.kept.slug for own in due_or_held(session, now) if own.waits_for_command]


def _deleted(database: "Database", slug: str, *, yes: bool, now: "datetime") -> bool:
    """Whether the records of a cohort went, or would."""
    from app.core.errors import NotFoundError, WaypostError

    try:
        with database.write() if yes else database.read() as session:
            said = _delete(session, slug, now) if yes else _would_delete(session, slug, now)
    except NotFoundError:
        print(f"{slug}: No published cohort has this address.", file=sys.stderr)
        return False
    except WaypostError as why_not:
        print(f"{slug}: {why_not}", file=sys.stderr)
        return False
    print(said)
    return True


def _delete(session: "Session", slug: str, now: "datetime") -> str:
    from app.history.removal.actions import delete_records

    made = delete_records(session, _cohort(session, slug), now=now)
    went = ", ".join(f"{name}: {number}" for name, number in made.numbers.items())
    return f"{slug}: {sum(made.numbers.values())} rows deleted ({went})."


def _would_delete(session: "Session", slug: str, now: "datetime") -> str:
    from app.history.removal.actions import require_deletable
    from app.history.retention.counts.queries import records_of

    here = _cohort(session, slug)
    require_deletable(session, here, now=now)
    counts = sum(records_of(session, here.cohort.id).values())
    return f"{slug}: {counts} records would be deleted. Nothing was changed; --yes deletes them."


def _cohort(session: "Session", slug: str) -> "CohortContext":
    from app.cohorts.enrollments.queries import cohort_context
    from app.core.errors import NotFoundError

    here = cohort_context(session, slug)
    if here is None:
        raise NotFoundError
    return here
