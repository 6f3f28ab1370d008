"""A backup as a file: a compressed tar that ordinary tools open, with its manifest first."""

import gzip
import hashlib
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

from app.installation.backups.errors import BackupError
from app.installation.backups.manifest import Manifest, PackedFile

MANIFEST = "manifest.json"
LEVEL = 6
_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""How our files begin; of these bytes alone the compression keeps no check."""
_LARGEST_MANIFEST = 1024 * 1024
_CHUNK = 1024 * 1024
_BROKEN = (OSError, EOFError, zlib.error, tarfile.TarError, ValueError)


def packed_file(path: Path) -> PackedFile:
    """A file as the manifest names it."""
    with path.open("rb") as file:
        return PackedFile(
            size=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest()
        )


def pack(target: Path, manifest: Manifest, folder: Path) -> None:
    """Write a new file of a manifest and the files that it names, down to the disk."""
    said = manifest.model_dump_json(indent=1).encode()
    target.touch(mode=0o600, exist_ok=False)
    with target.open("wb") as raw:
        with (
            gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            _add(tar, MANIFEST, len(said), BytesIO(said))
            for name, file in manifest.files.items():
                with (folder / name).open("rb") as content:
                    _add(tar, name, file.size, content)
        raw.flush()
        os.fsync(raw.fileno())


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself; the rest of it is not looked at."""
    with _opened(path) as (_packed, tar):
        return _manifest(tar)


def unpack(path: Path, into: Path | None = None) -> Manifest:
    """Read a backup to its last byte, and write its files into a folder, if one is given.

    Raises:
        BackupError: It is no backup, or not the one that was written: cut, changed, incomplete.
    """
    with _opened(path) as (packed, tar):
        manifest = _manifest(tar)
        found = {}
        for member in iter(tar.next, None):
            if member.name not in manifest.files or (content := tar.extractfile(member)) is None:
                raise ValueError(member.name)
            found[member.name] = _take_out(content, into / member.name if into else None)
        while packed.read(_CHUNK):
            pass  # the check of the compression stands at its end
        if found != manifest.files:
            raise ValueError(path)
    return manifest


def _add(tar: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, tarfile.TarFile]]:
    try:
        raw = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be opened: {error.strerror}.") from error
    try:
        with raw:
            if raw.read(len(_HEAD)) != _HEAD:
                raise ValueError(path)
            raw.seek(0)
            with gzip.open(raw) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                yield packed, tar  # type: ignore[misc]  # a GzipFile reads like a file
    except _BROKEN as error:
        raise BackupError(
            f"{path} is not a whole backup of Waypost: it was cut or changed, or is something "
            "else. Take another one."
        ) from error


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST or member.size > _LARGEST_MANIFEST:
        raise ValueError(MANIFEST)
    content = tar.extractfile(member)
    if content is None:
        raise ValueError(MANIFEST)
    return Manifest.model_validate_json(content.read())


def _take_out(content: IO[bytes], target: Path | None) -> PackedFile:
    hashed, size = hashlib.sha256(), 0
    with (target or Path(os.devnull)).open("wb") as file:
        while chunk := content.read(_CHUNK):
            hashed.update(chunk)
            size += len(chunk)
            _write(file, chunk)
    return PackedFile(size=size, sha256=hashed.hexdigest())


def _write(file: IO[bytes], chunk: bytes) -> None:
    """A full disk is no fault of the backup."""
    try:
        file.write(chunk)
    except OSError as error:
        raise BackupError(f"{file.name} cannot be written: {error.strerror}.") from error
