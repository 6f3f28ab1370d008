"""What is done to a database, for each kind that there is."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from app.installation.backups import postgresql, sqlite
from app.installation.backups.manifest import DatabaseKind, Held


class Kind(Protocol):
    """The module of a kind of database."""

    KIND: DatabaseKind

    def copy(self, url: str, folder: Path, now: datetime, /) -> dict[str, int]:
        """Write a copy of one moment into a folder; how many rows each table had in it."""

    def examine(self, folder: Path, /) -> Held:
        """What the copy in a folder holds."""

    def replace(self, url: str, folder: Path, now: datetime, /) -> str | None:
        """Put the copy in the database's place; where the former one is, if there was one."""


def kind_of(url: str) -> Kind:
    """The kind that an address is of."""
    return sqlite if make_url(url).get_backend_name() == "sqlite" else postgresql


def room_beside(url: str, otherwise: Path) -> Path:
    """Where a backup is unpacked: beside a database that is a file, to take its place at once."""
    return sqlite.file_of(url).parent if kind_of(url) is sqlite else otherwise
