"""The first thing in a backup: what it is of, what it holds, and the hashes of its files."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

PlainName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z]+$")]
"""Of a file that leads nowhere else."""


class DatabaseKind(StrEnum):
    """What a database is of; a backup goes back into its own kind only."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Held(_Said):
    """What a copy of the database holds, found by reading all of it."""

    revision: str
    """Of its schema."""
    rows: dict[str, int]
    """By table, where there are any."""
    lines: int
    """Of the history."""
    head: str
    """The hash of the ends of its chains, in which all lines are."""
    certificates: int
    problems: tuple[str, ...] = ()
    """What did not hold in the database itself, in sentences for its operator."""


class PackedFile(_Said):
    """A file of a backup, by what it has to be when it is taken out again."""

    size: int
    sha256: str


class Manifest(_Said):
    """What a backup says of itself."""

    format: Literal[1] = 1
    made_at: datetime
    waypost: str
    """The version of Waypost that made it."""
    database: DatabaseKind
    held: Held
    files: dict[PlainName, PackedFile]
    left_out: tuple[str, ...]
    """Tables whose rows are not in it."""
