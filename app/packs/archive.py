"""Packs as zip files: written so that they read back as the same pack, and unpacked with distrust.

What is sent is bounded before and while it is read. Only names that belong to one pack reach the
disk, below a folder that the caller gives and removes.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.packs import archive_refusals as refusals
from app.packs.fields import KEY
from app.packs.files import MAX_FILES, PackFolder

MAX_ZIP = 4_000_000
"""Bytes of a zip."""
MAX_FILE = 2_000_000
"""Bytes of one file in it, unpacked; the pack reader has lower bounds of its own."""
MAX_TOTAL = 30_000_000
"""Bytes of all of it, unpacked."""
MAX_RATIO = 100
"""How much bigger a file may become by unpacking, beyond `MAX_FREE` bytes."""
MAX_FREE = 50_000
MAX_NAME = 200
"""Bytes of a name with its folders, so that every disk can hold it."""

PARTS = ("modules", "cases")
_CENTRAL_ENTRY = b"PK\x01\x02"
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    ValueError,
)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_NO_DATE = (1980, 1, 1, 0, 0, 0)


class ArchiveRefusedError(RefusedError):
    """A zip that is no pack of ours, or not one that is safe to read."""


@dataclass(frozen=True)
class _Entry:
    """A file of the zip, and where in the pack it belongs."""

    info: zipfile.ZipInfo
    parts: tuple[str, ...]


def export(
    documents: Iterable[tuple[str, str]], figures: Mapping[str, bytes], notes: Mapping[str, str]
) -> bytes:
    """A pack as a zip; the same pack always gives the same bytes.

    Args:
        documents: Path and source of each document.
        figures: Content of each picture by its path.
        notes: What read-me files say to whoever opens the zip, by their paths.
    """
    files = {path: source.encode() for path, source in documents}
    files |= figures
    files |= {path: text.encode() for path, text in notes.items()}
    return _zipped(files)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, _NO_DATE)
            info.create_system = 3  # Unix, on whatever system this runs
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[path], zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def unpack(packed: bytes, into: Path) -> PackFolder:
    """Write the files of a zipped pack below an empty folder.

    Raises:
        ArchiveRefusedError: It is no zip, or holds something that no pack holds; in a sentence.
    """
    if len(packed) > MAX_ZIP:
        raise ArchiveRefusedError(refusals.TOO_BIG(megabytes=MAX_ZIP // 1_000_000))
    if packed.count(_CENTRAL_ENTRY) > 2 * MAX_FILES:
        raise ArchiveRefusedError(_too_many(packed.count(_CENTRAL_ENTRY)))
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = _entries(archive.infolist())
            program = _program(entries)
            _write(archive, entries, into)
    except _UNREADABLE:
        raise ArchiveRefusedError(refusals.UNREADABLE) from None
    return PackFolder(into, program)


def _entries(infos: list[zipfile.ZipInfo]) -> list[_Entry]:
    """The files that belong to the pack, each with a harmless name."""
    found = [_Entry(info, _parts(info)) for info in infos if not info.is_dir()]
    found = _without_wrapper([entry for entry in found if not _is_litter(entry.parts)])
    found = [entry for entry in found if not _is_note(entry.parts)]
    if len(found) > MAX_FILES:
        raise ArchiveRefusedError(_too_many(len(found)))
    for entry in found:
        _check_kind(entry.info)
    _check_collisions(found)
    return found


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    name = info.orig_filename
    hidden = any(unicodedata.category(sign).startswith("C") for sign in name)
    bad = hidden or len(name.encode()) > MAX_NAME or "\\" in name or ":" in name
    parts = tuple(name.split("/"))
    if bad or any(part in {"", ".", ".."} or part != part.strip() for part in parts):
        raise ArchiveRefusedError(refusals.BAD_NAME(name=repr(name)))
    return parts


def _is_litter(parts: tuple[str, ...]) -> bool:
    """What a Mac adds to a zip, and what a pack leaves unread anyway."""
    return parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)


def _is_note(parts: tuple[str, ...]) -> bool:
    """A README beside or above the programs' folders."""
    return len(parts) <= 2 and PurePosixPath(parts[-1]).stem.lower() == "readme"


def _without_wrapper(entries: list[_Entry]) -> list[_Entry]:
    """Without the one folder that is around everything when somebody zips an unpacked pack."""
    first = {entry.parts[0] for entry in entries}
    if len(first) != 1 or first & set(PARTS) or any(len(entry.parts) == 1 for entry in entries):
        return entries
    return [_Entry(entry.info, entry.parts[1:]) for entry in entries]


def _check_kind(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise ArchiveRefusedError(refusals.LINK(name=info.filename))
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveRefusedError(refusals.PASSWORD)
    if info.compress_type not in _PLAIN_METHODS:
        raise ArchiveRefusedError(refusals.UNUSUAL_METHOD(name=info.filename))
    if info.file_size > MAX_FREE + MAX_RATIO * info.compress_size:
        raise ArchiveRefusedError(refusals.BOMB(name=info.filename))


def _check_collisions(entries: list[_Entry]) -> None:
    """Two names that one disk holds apart and another does not; a file that is also a folder."""
    seen: set[str] = set()
    folders: set[str] = set()
    for entry in entries:
        folded = [unicodedata.normalize("NFC", part).casefold() for part in entry.parts]
        name = "/".join(folded)
        if name in seen:
            raise ArchiveRefusedError(refusals.TWICE(name="/".join(entry.parts)))
        seen.add(name)
        folders |= {"/".join(folded[:end]) for end in range(1, len(folded))}
    if both := seen & folders:
        raise ArchiveRefusedError(refusals.FILE_AND_FOLDER(name=min(both)))


def _program(entries: list[_Entry]) -> str:
    """The one program whose files these are."""
    for entry in entries:
        if entry.parts[0] not in PARTS or len(entry.parts) < 3:
            raise ArchiveRefusedError(refusals.IN_NO_FOLDER(name="/".join(entry.parts)))
    programs = sorted({entry.parts[1] for entry in entries})
    if not programs:
        raise ArchiveRefusedError(refusals.NO_PROGRAM)
    if len(programs) > 1:
        several = refusals.SEVERAL_PROGRAMS(count=len(programs), programs=tuple(programs))
        raise ArchiveRefusedError(several)
    if not KEY.fullmatch(programs[0]) or len(programs[0]) > 60:
        raise ArchiveRefusedError(refusals.BAD_KEY(key=programs[0]))
    return programs[0]


def _write(archive: zipfile.ZipFile, entries: list[_Entry], into: Path) -> None:
    left = MAX_TOTAL
    for entry in entries:
        with archive.open(entry.info) as stream:
            content = stream.read(min(MAX_FILE, left) + 1)
        if len(content) > MAX_FILE:
            too_big = refusals.FILE_TOO_BIG(
                name=entry.info.filename, megabytes=MAX_FILE // 1_000_000
            )
            raise ArchiveRefusedError(too_big)
        left -= len(content)
        if left < 0:
            raise ArchiveRefusedError(refusals.UNPACKED_TOO_BIG(megabytes=MAX_TOTAL // 1_000_000))
        file = into.joinpath(*entry.parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _too_many(files: int) -> Reason:
    return refusals.TOO_MANY_FILES(count=files, most=MAX_FILES)
