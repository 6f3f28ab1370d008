"""What proves itself: certificates, the trail, and who may do what."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.opening import open_database

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
def verify_audit() -> None:
    """Check the chain of the audit trail and name the first line that does not hold."""
    from app.core import audit

    with open_database() as database, database.read() as session:
        bad = audit.first_bad_line(session)
    if bad is None:
        print("The audit trail verifies.")
        return
    print(f"Line {bad.id} ({bad.act}, {bad.at:%Y-%m-%d %H:%M} UTC) does not hold.")
    raise typer.Exit(1)
