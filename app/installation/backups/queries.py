"""What backups there are."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.installation.backups import archive
from app.installation.backups.errors import BackupError
from app.installation.backups.rules import in_order


@dataclass(frozen=True)
class BackupSeen:
    """A backup, by its name and its beginning."""

    at: datetime
    size: int
    readable: bool
    holds: bool
    """Whether nothing was wrong in the database itself when it was made."""


def newest(folder: Path) -> BackupSeen | None:
    """The newest backup in a folder, if there is a folder and one in it that can be seen."""
    try:
        (name, *_) = in_order(file.name for file in folder.iterdir())
        path = folder / str(name)
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    try:
        problems = archive.read_manifest(path).held.problems
    except BackupError:
        return BackupSeen(name.at, size, readable=False, holds=False)
    return BackupSeen(name.at, size, readable=True, holds=not problems)
