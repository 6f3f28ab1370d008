"""A zip that is the same bytes whenever it holds the same files."""

import io
import stat
import zipfile
from collections.abc import Collection, Mapping

from app.core.errors import RefusedError
from app.language.reasons import ReasonKind, reason

LARGEST = 64 * 1024 * 1024
"""Bytes of all files together, unpacked."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MODE = (stat.S_IFREG | 0o644) << 16
_UNIX = 3

NO_ZIP = reason("redcap.no_zip", "The file is not a ZIP that can be opened.")
TOO_LARGE = reason("redcap.too_large", "The ZIP holds more than 64 MB.")
OTHER_FILES = ReasonKind(
    "redcap.other_files", "The ZIP holds “{name}”, which is none of the files that belong in it."
)
LOST_FILES = ReasonKind("redcap.lost_files", "The ZIP lacks {names:and}.")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip, in their order: of no day, not compressed, readable by everybody."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, held in files.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.create_system, info.external_attr = _UNIX, _MODE
            archive.writestr(info, held)
    return content.getvalue()


def unzipped(content: bytes, needed: Collection[str], allowed: Collection[str]) -> dict[str, bytes]:
    """The files of a zip by name.

    `needed`: names that have to be there. `allowed`: others that may be.

    Raises:
        RefusedError: It cannot be opened, is too large, lacks a file or holds another one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > LARGEST:
                raise RefusedError(TOO_LARGE)
            _check([info.filename for info in infos], needed, allowed)
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RefusedError(NO_ZIP) from error


def _check(names: list[str], needed: Collection[str], allowed: Collection[str]) -> None:
    for name in names:
        if name not in {*needed, *allowed} or names.count(name) > 1:
            raise RefusedError(OTHER_FILES(name=name))
    if lost := tuple(name for name in needed if name not in names):
        raise RefusedError(LOST_FILES(names=lost))
