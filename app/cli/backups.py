"""Backups: making one, checking one, putting one in the database's place."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.opening import read_settings
from app.installation.backups.errors import BackupError

if TYPE_CHECKING:
    from app.installation.backups.actions import Made, Restored
    from app.installation.backups.manifest import Manifest

STREAM = Path("-")
APART = (
    "Left out is what opens something: who was signed in, links and codes that were mailed, forms "
    "that waited for a sign-in. Keep .env and the signing key apart: they are not in it."
)


def backup(
    to: Annotated[
        Path | None, typer.Argument(help="The folder to write to.", show_default="BACKUP_DIR")
    ] = None,
) -> None:
    """Back up the database while it is used, read the backup back, and remove old ones."""
    from app.core.clock import utc_now
    from app.installation.backups.actions import make

    settings = read_settings()
    if to == STREAM:
        raise BackupError("A backup is read back once it is written: name a folder, not a stream.")
    folder = to or settings.backups
    made = make(settings.owner_database, folder, now=utc_now(), anchors=settings.anchor_file)
    _tell(made)
    print(APART)
    _finish(made.manifest)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Check it only, and replace nothing.")
    ] = False,
) -> None:
    """Check a backup and put it in the database's place; the former database is kept."""
    from app.core import grants
    from app.core.clock import utc_now
    from app.installation.backups import actions
    from app.installation.backups.kinds import room_beside

    settings = read_settings()
    if file == STREAM:
        raise BackupError("A backup is read twice: name a file, not a stream.")
    url = settings.owner_database
    room = room_beside(url, settings.data_dir)
    if verify:
        manifest = actions.verify(url, file, room)
        print(f"{file} is whole, of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {_holds(manifest)}.")
        _finish(manifest)
        return
    restored = actions.restore(url, file, room, now=utc_now(), anchors=settings.anchor_file)
    grants.grant(url, settings.database)
    if not restored.behind:
        _call_off_deletions(url)
    _tell_restored(restored)


def _call_off_deletions(url: str) -> None:
    """A hold that was placed, or a call-off, since the backup was made is not in it."""
    from app.core.clock import utc_now
    from app.core.db import Database
    from app.history.retention.deletion.actions import call_off_restored

    database = Database(url)
    try:
        with database.write() as session:
            count = call_off_restored(session, now=utc_now())
    finally:
        database.dispose()
    if count:
        print(f"Called off, since a hold may be missing: {count} deletions that were announced.")


def copy_before_migration() -> None:
    """Back up the database as it is before it is migrated.

    Raises:
        BackupError: There is no copy, so it should not be migrated.
    """
    from app.core.clock import utc_now
    from app.installation.backups.actions import make

    settings = read_settings()
    try:
        made = make(
            settings.owner_database,
            settings.backups,
            now=utc_now(),
            anchors=settings.anchor_file,
            before_migration=True,
        )
    except BackupError as error:
        raise BackupError(
            f"{error} Nothing was migrated. To go on without a copy: "
            "python -m app migrate --no-copy"
        ) from error
    _tell(made)


def _tell(made: "Made") -> None:
    size = f"{made.path.stat().st_size / 1_000_000:,.1f} MB"
    print(f"{made.path} ({size}) was written and read back: {_holds(made.manifest)}.")
    if made.removed:
        print(f"Removed, since newer ones are kept: {made.removed}.")


def _tell_restored(restored: "Restored") -> None:
    manifest = restored.manifest
    print(f"The database is that of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {_holds(manifest)}.")
    if restored.former:
        print(f"What was there is kept: {', '.join(restored.former)}.")
    if restored.behind:
        print("Its schema is older. Run: python -m app migrate")
        print("Then call off what was announced to be deleted: a hold may be missing in a backup.")
    _finish(manifest)


def _holds(manifest: "Manifest") -> str:
    held = manifest.held
    rows = f"{sum(held.rows.values()):,} rows of {len(held.rows)} tables"
    return f"{rows}, {held.lines:,} lines of history, {held.certificates:,} certificates"


def _finish(manifest: "Manifest") -> None:
    """What did not hold in the database itself is said, and is no success."""
    for problem in manifest.held.problems:
        print(f"In the database itself: {problem}", file=sys.stderr)
    raise typer.Exit(1 if manifest.held.problems else 0)
