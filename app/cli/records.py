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
    file: Annotated[
        Path,
        typer.Argument(help="A certificate's PDF, or a badge.", exists=True, dir_okay=False),
    ],
    keys: Annotated[
        Path | None,
        typer.Option(
            help="A folder of `keys export`: checks the signature alone, without a database.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Check a certificate's PDF or a badge: its signature, and that it is ours, unchanged."""
    ok, lines = _verified_offline(file, keys) if keys else _verified_here(file)
    for line in lines:
        print(line)
    raise typer.Exit(0 if ok else 1)


def _verified_here(file: Path) -> tuple[bool, list[str]]:
    from app.certificates.badges.baking import badge_in
    from app.certificates.verification.files import verify_file
    from app.cli.badges import check_badge

    badge = badge_in(file.read_bytes())
    with open_database() as database, database.read() as session:
        return check_badge(session, badge) if badge else verify_file(session, file)


def _verified_offline(file: Path, folder: Path) -> tuple[bool, list[str]]:
    from app.certificates.keys.folder import authorities_in, read
    from app.cli.offline import check_offline

    try:
        known, authorities = read(folder), authorities_in(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return False, [f"{folder} is no folder that `keys export` has written."]
    return check_offline(file.read_bytes(), known, authorities)


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
