"""What does not fit in a file that came in: where it stands, and why, for a data manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.language.reasons import Reason

T = TypeVar("T")


@dataclass(frozen=True)
class Misfit:
    """One thing that does not fit."""

    line: int
    """Of the file, from 1; where the row begins, if it has several lines."""
    column: str
    """As the first line calls it; empty where it is about the whole row."""
    why: Reason

    def __str__(self) -> str:
        """As compilers and editors write it."""
        return f"{self.line}:{self.column}: {self.why}"


@dataclass(frozen=True)
class Found(Generic[T]):
    """What a file says, and all that does not fit in it; use it only where nothing misfits."""

    items: tuple[T, ...]
    misfits: tuple[Misfit, ...] = ()


class MisfitsError(Exception):
    """A file that cannot be taken; its misfits say why."""

    def __init__(self, file: str, misfits: Iterable[Misfit]) -> None:
        """`file`: its name."""
        self.file = file
        self.misfits = tuple(misfits)
        super().__init__(file, *map(str, self.misfits))


def require_all(file: str, found: Found[T]) -> tuple[T, ...]:
    """What a file says, if all of it fits.

    Raises:
        MisfitsError: Something does not.
    """
    if found.misfits:
        raise MisfitsError(file, found.misfits)
    return found.items
