"""Making a backup, checking one, and putting one in the database's place."""

import shutil
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core import schema
from app.installation.backups import archive
from app.installation.backups.errors import BackupError
from app.installation.backups.folders import settle, workshop
from app.installation.backups.kinds import Kind, kind_of
from app.installation.backups.manifest import Manifest
from app.installation.backups.rules import (
    ANCHORS,
    LEFT_OUT,
    STAMP,
    BackupName,
    differing,
    in_order,
    surplus,
    without_left_out,
)
from app.settings import PROJECT_ROOT


@dataclass(frozen=True)
class Made:
    """A backup that was just made."""

    path: Path
    manifest: Manifest
    removed: int
    """How many older ones had their time."""


@dataclass(frozen=True)
class Restored:
    """A backup that took the database's place."""

    manifest: Manifest
    former: Sequence[str]
    """Where what was there before is."""
    behind: bool
    """Whether migrations are missing in it."""


def make(
    url: str,
    folder: Path,
    *,
    now: datetime,
    anchors: Path | None = None,
    before_migration: bool = False,
) -> Made:
    """Make a backup of a database, whoever writes to it meanwhile, and remove what had its time.

    It has no name before it was written, read back to its last byte, and is on the disk. One in
    which something does not hold removes no older one. `anchors`: the file that keeps signed ends
    of the history; it is read first, so that it is of no line that does not come along.

    Raises:
        BackupError: There is none; the message says why.
    """
    name = BackupName(now.replace(microsecond=0), before_migration)
    with workshop(folder) as inside:
        if anchors is not None and anchors.exists():
            shutil.copyfile(anchors, inside / ANCHORS)
        manifest = _copied(kind_of(url), url, inside, now)
        draft = inside / str(name)
        archive.pack(draft, manifest, inside)
        if archive.unpack(draft) != manifest:
            raise BackupError(f"What was written to {folder} is not what is read back.")
        settle(draft, folder / str(name))
        removed = [] if manifest.held.problems else _remove_surplus(folder, name)
    return Made(folder / str(name), manifest, len(removed))


def verify(url: str, path: Path, folder: Path) -> Manifest:
    """Read all of a backup and say what it is; nothing is replaced.

    `folder`: where it is unpacked, see `room_beside`.

    Raises:
        BackupError: It cannot be restored here; the message says why.
    """
    with workshop(folder) as inside, _checked(url, path, inside) as manifest:
        return manifest


def restore(
    url: str, path: Path, folder: Path, *, now: datetime, anchors: Path | None = None
) -> Restored:
    """Put a backup in the database's place, once all of it was checked; the former one is kept.

    `folder`: where it is unpacked, see `room_beside`.

    Raises:
        BackupError: Nothing was replaced; the message says why.
    """
    with workshop(folder) as inside, _checked(url, path, inside) as manifest:
        former = [kind_of(url).replace(url, inside, now)]
        if anchors is not None and (inside / ANCHORS).exists():
            former.append(_place_anchors(inside / ANCHORS, anchors, now))
    return Restored(manifest, [*filter(None, former)], manifest.held.revision != schema.newest())


def _copied(kind: Kind, url: str, inside: Path, now: datetime) -> Manifest:
    """Copy the database and read the copy; it has what there was, or there is no backup."""
    rows = kind.copy(url, inside, now)
    held = kind.examine(inside)
    if missing := differing(without_left_out(rows), held.rows):
        raise BackupError(f"Not all rows came along, of: {', '.join(missing)}.")
    return Manifest(
        made_at=now,
        waypost=_version(),
        database=kind.KIND,
        held=held,
        files={file.name: archive.packed_file(file) for file in sorted(inside.iterdir())},
        left_out=LEFT_OUT,
    )


@contextmanager
def _checked(url: str, path: Path, inside: Path) -> Iterator[Manifest]:
    """A backup unpacked, once it was seen to hold what it says of itself."""
    kind = kind_of(url)
    manifest = archive.read_manifest(path)
    if manifest.database != kind.KIND:
        raise BackupError(
            f"{path} is of {manifest.database}, and the settings name a database of {kind.KIND}."
        )
    if not schema.is_known(manifest.held.revision):
        raise BackupError(
            f"{path} was made by a newer Waypost ({manifest.waypost}, schema "
            f"{manifest.held.revision}). Install that version, then restore."
        )
    archive.unpack(path, inside)
    if kind.examine(inside) != manifest.held:
        raise BackupError(f"{path} does not hold what it says of itself. Take another one.")
    yield manifest


def _place_anchors(coming: Path, anchors: Path, now: datetime) -> str | None:
    """Signed ends of a history that is no longer there would say that it was cut."""
    aside = anchors.with_name(f"{anchors.stem}-before-restore-{now:{STAMP}}{anchors.suffix}")
    is_there = anchors.exists()
    if is_there:
        anchors.rename(aside)
    anchors.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = anchors.with_name(f".{anchors.name}")
    shutil.copyfile(coming, draft)  # it may be for another disk
    settle(draft, anchors)
    return str(aside) if is_there else None


def _remove_surplus(folder: Path, made: BackupName) -> list[BackupName]:
    found = in_order(file.name for file in folder.iterdir())
    had_their_time = [name for name in surplus(found) if name != made]
    for name in had_their_time:
        (folder / str(name)).unlink(missing_ok=True)
    return had_their_time


def _version() -> str:
    with (PROJECT_ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
