"""Files together as one: a ZIP that is written to the disk, and sent from there in parts."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from starlette.responses import Response, StreamingResponse

from app.web.files import disposition

IN_MEMORY = 4_000_000
"""Bytes of it that are held in memory before it goes to the disk."""
_PART = 256_000
_READABLE = 0o644 << 16


class Member(NamedTuple):
    """One file of it; `moment` in the zone in which it is told."""

    name: str
    content: bytes
    moment: datetime


def zipped(members: Iterable[Member]) -> IO[bytes]:
    """The files as they are, not compressed: what they hold mostly is already.

    The same files make the same bytes. Raises `ValueError` if two have one name.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - who sends it closes
    seen = set()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        for member in members:
            if member.name.casefold() in seen:
                raise ValueError(f"Two files are called {member.name}.")
            seen.add(member.name.casefold())
            about = ZipInfo(member.name, member.moment.timetuple()[:6])
            about.external_attr = _READABLE
            packed.writestr(about, member.content)
    return file


def zip_response(file: IO[bytes], plain: str) -> Response:
    """Sends what was zipped, and lets go of it. `plain`: what it is called, in ASCII."""
    length = file.tell()
    headers = {
        "Content-Disposition": disposition("attachment", plain, plain),
        "Content-Length": str(length),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_parts(file), media_type="application/zip", headers=headers)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_PART):
            yield part
