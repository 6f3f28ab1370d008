"""Where backups lie: one writer at a time, files that appear whole or not at all."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.installation.backups.errors import BackupError

LOCK = ".waypost-lock"
UNFINISHED = ".waypost-unfinished-"


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder inside this one for what is not finished; it is gone afterwards.

    What a killed command left is thrown away by the next one. A folder that is made here is open to
    its owner alone; of one that was there, the operator decides.

    Raises:
        BackupError: The folder cannot be used, or another command works in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    except FileExistsError as error:
        raise BackupError(f"{folder} is no folder.") from error
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}.") from error
    try:
        _take(lock, folder)
        _throw_away_unfinished(folder)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as inside:
            yield Path(inside)
    except OSError as error:
        raise BackupError(f"{folder} cannot be written to: {error.strerror}.") from error
    finally:
        os.close(lock)


def settle(draft: Path, target: Path) -> None:
    """Give a finished file its name, so that a power cut leaves the former one or this one."""
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    sync(target.parent)


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupError(f"Another backup or restore works in {folder}. Wait for it.") from None


def _throw_away_unfinished(folder: Path) -> None:
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
