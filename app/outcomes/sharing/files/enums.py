"""Which files of answers there are."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is for."""

    REDCAP = "redcap"
    RESEARCH = "research"
