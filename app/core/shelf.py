"""Large files beside the database, each named by the SHA-256 of what is in it.

A file is there before the row that names it is committed. One that no row names is an orphan, and
goes once it is older than a transaction can be; so no row is ever without its file.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

DRAFT = ".draft-"
LOCK = ".lock"
KEPT_FREE = 256 * 1024 * 1024
"""Bytes that no draft takes: the database has to go on, and may lie on the same disk."""
LOOKS_EACH = 8 * 1024 * 1024
HEAD = 64 * 1024
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Problem(Enum):
    """Why a draft was not kept to its end."""

    TOO_LARGE = auto()
    NO_ROOM = auto()


class Draft:
    """A file as it arrives: on the disk at once, and gone when closed unless it was put up.

    What goes wrong is noted and not raised; the rest is then thrown away as it comes, so that what
    was sent together with the file is read nevertheless.
    """

    def __init__(self, folder: Path, most: int) -> None:
        """`most`: bytes that it can have."""
        self.folder, self.most = folder, most
        self.size = 0
        self.head = b""
        """Its first `HEAD` bytes, which say what it is."""
        self.problem: Problem | None = None
        self.path: Path | None = None
        self._hash, self._handle, self._look_at = hashlib.sha256(), -1, 0

    @property
    def sha256(self) -> str:
        """Of what has arrived, as hexadecimal digits."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        """Take a piece."""
        self.size += len(data)
        if self.problem is None and self.size > self.most:
            self._give_up(Problem.TOO_LARGE)
        if self.problem is None and data:
            with self._while_there_is_room():
                self._write(data)
        return len(data)

    def seek(self, _place: int) -> int:
        """All is there: see that it is on the disk before anybody relies on it."""
        if self._handle >= 0:
            with self._while_there_is_room():
                os.fsync(self._handle)
        return 0

    def read(self) -> bytes:
        """All of it, which is for small ones only."""
        return self.path.read_bytes() if self.path else b""

    def close(self) -> None:
        """Remove it, unless it was put up."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        if self.path is None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handle, name = tempfile.mkstemp(dir=self.folder, prefix=DRAFT)  # 0600
            self.path = Path(name)
        if self.size >= self._look_at:
            self._look_at = self.size + LOOKS_EACH
            if shutil.disk_usage(self.folder).free < KEPT_FREE:
                self._give_up(Problem.NO_ROOM)
                return
        left = memoryview(data)
        while left:
            left = left[os.write(self._handle, left) :]
        self._hash.update(data)
        if len(self.head) < HEAD:
            self.head = (self.head + data)[:HEAD]

    @contextmanager
    def _while_there_is_room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            self._give_up(Problem.NO_ROOM)

    def _give_up(self, problem: Problem) -> None:
        self.problem = problem
        if self._handle >= 0:
            os.ftruncate(self._handle, 0)


class Shelf:
    """A folder of such files, which processes share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def draft(self, most: int) -> Draft:
        """A file to come of at most so many bytes; nothing is on the disk before it has some."""
        return Draft(self.folder, most)

    def path(self, sha256: str) -> Path:
        """Where a file is, if it is there."""
        return self.folder / sha256

    def put(self, draft: Draft) -> None:
        """Give a draft its name; once more changes nothing.

        In the transaction that names it, after its row and before the commit. An equal file that is
        there already is as new as this one from then on, so nobody takes it for an orphan.
        """
        assert draft.path is not None
        with self._alone():
            if draft.path.exists():
                os.utime(draft.path)
                draft.path.replace(self.path(draft.sha256))
                _settle(self.folder)
            elif not self.path(draft.sha256).exists():
                raise FileNotFoundError(draft.path)

    def moment(self) -> float:
        """Now, by the clock that says how old files are."""
        with self._alone():
            os.utime(self.folder / LOCK)
            return (self.folder / LOCK).stat().st_mtime

    def old(self, before: float) -> frozenset[str]:
        """The names of files and drafts that nobody wrote to since a moment of the disk's clock."""
        found = (file for file in self.folder.iterdir() if file.name != LOCK)
        return frozenset(file.name for file in found if _is_old(file, before))

    def remove(self, name: str, before: float) -> None:
        """Remove a file that is still as old: meanwhile somebody may have put up the same again."""
        with self._alone():
            if _is_old(self.folder / name, before):
                (self.folder / name).unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _is_old(file: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime < before
    return False


def _settle(folder: Path) -> None:
    """Have the new name itself on the disk before the row that relies on it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
