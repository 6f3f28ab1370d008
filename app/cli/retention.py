"""What the retention policy no longer asks to keep; nothing is deleted by a command."""

import typer

from app.cli.opening import open_database

commands = typer.Typer(no_args_is_help=True, help="Records whose retention period is over.")


@commands.callback()
def _group() -> None:
    """Keeps `list` a word of its own, although it is the only one."""


@commands.command("list")
def list_due() -> None:
    """List what the retention policy does not keep for much longer. Changes nothing.

    Cohorts whose retention period is over or is at the new year, also where a study keeps their
    records, and all that are held.
    """
    from app.core.clock import utc_now
    from app.history.retention.queries import due_or_held, years_kept

    with open_database() as database, database.read() as session:
        print(f"Records are kept for {years_kept(session)} years after the year of the last day.")
        for own in due_or_held(session, utc_now()):
            kept = own.kept
            counts = f"people: {kept.people}, certificates: {kept.certificates}"
            print(f"{own.due_on}  {own.state:<7}  {kept.slug}  {kept.title}; {counts}")
