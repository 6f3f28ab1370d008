"""What proves itself: certificates, the trail, and who may do what."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.opening import open_database, read_settings

trail = typer.Typer(no_args_is_help=True, help="The audit trail.")


def policy() -> None:
    """Print the permission matrix."""
    from app.policy.table import markdown_table

    print(markdown_table())


def verify(
    file: Annotated[Path, typer.Argument(help="A certificate's PDF.", exists=True, dir_okay=False)],
) -> None:
    """Check a certificate's PDF: its signature, and that it is one of ours, unchanged."""
    from app.certificates.verification.files import verify_file

    with open_database() as database, database.read() as session:
        ok, lines = verify_file(session, file)
    for line in lines:
        print(line)
    raise typer.Exit(0 if ok else 1)


@trail.command("verify")
def verify_audit(
    anchors: Annotated[
        list[Path] | None,
        typer.Option(help="A saved mail with an anchor, besides the installation's own file."),
    ] = None,
) -> None:
    """Check the history: its chain, what was signed of it, and the records that it tells of."""
    from app.cli.verification import verify_history
    from app.core.clock import utc_now

    settings = read_settings()
    with open_database() as database, database.read() as session:
        ok, lines = verify_history(session, settings, anchors or [], utc_now())
    for line in lines:
        print(line)
    raise typer.Exit(0 if ok else 1)
