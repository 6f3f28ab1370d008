"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum
from typing import NamedTuple

Name = tuple[str, str]
"""Kind and key of a document: stable over its versions."""


class VersionName(NamedTuple):
    """One version of a document, by what stands in its file."""

    kind: str
    key: str
    hash: str


class Origin(StrEnum):
    """Where a release came from."""

    FILES = "files"
    """The folders `modules/` and `cases/` beside the application."""
    IMPORT = "import"
    """A zip that somebody sent."""
